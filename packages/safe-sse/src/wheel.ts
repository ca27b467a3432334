/** Something that wants to be woken at a time. It adds itself again for the next one. */
export interface Sleeper {
  wake(now: number): void
}

/** Milliseconds on a clock that never goes back. */
export function now(): number {
  return performance.now()
}

/**
 * One timer for all heartbeats, stall deadlines and ages. Sleepers share slots of `step` milliseconds, so
 * 10,000 streams cost one timer; it never keeps a process alive.
 */
export class Wheel {
  readonly #slots = new Map<number, Set<Sleeper>>()
  readonly #step: number
  #timer: unknown
  #next = Infinity

  constructor(step = 50) {
    this.#step = step
  }

  /** Wakes the sleeper at a time, or up to one step later. Answers the slot, for {@link remove}. */
  add(sleeper: Sleeper, at: number): number {
    if (at === Infinity) return at
    const slot = Math.ceil(at / this.#step)
    const sleepers = this.#slots.get(slot)
    if (sleepers) sleepers.add(sleeper)
    else this.#slots.set(slot, new Set([sleeper]))
    if (slot < this.#next) this.#arm(slot)
    return slot
  }

  /** Takes a sleeper out of its slot. */
  remove(sleeper: Sleeper, slot: number): void {
    const sleepers = this.#slots.get(slot)
    if (!sleepers?.delete(sleeper) || sleepers.size) return
    this.#slots.delete(slot)
    if (this.#slots.size) return
    clearTimeout(this.#timer as undefined)
    this.#next = Infinity
  }

  #arm(slot: number): void {
    clearTimeout(this.#timer as undefined)
    this.#next = slot
    const timer: unknown = setTimeout(() => this.#turn(), Math.max(1, slot * this.#step - now()))
    // Node and Bun have timer objects, Deno numbers; browsers and workerd have no process to keep alive.
    if (typeof timer === 'object') (timer as { unref?: () => void }).unref?.()
    else (globalThis as { Deno?: { unrefTimer(id: unknown): void } }).Deno?.unrefTimer(timer)
    this.#timer = timer
  }

  #turn(): void {
    const time = now()
    this.#next = Infinity
    let next = Infinity
    for (const [slot, sleepers] of this.#slots) {
      if (slot * this.#step > time) {
        next = Math.min(next, slot)
        continue
      }
      this.#slots.delete(slot)
      for (const sleeper of sleepers) sleeper.wake(time)
    }
    // A sleeper may have armed an earlier slot while it was awake.
    if (next < this.#next) this.#arm(next)
  }
}
