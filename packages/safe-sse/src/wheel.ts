/** Something that wants to be woken at a time. It adds itself again for the next one. */
export interface Sleeper {
  wake(now: number): void
}

/** On workerd timers and microtasks belong to the request that made them, and end with it: nothing can be shared. */
export const isolated: boolean =
  (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent === 'Cloudflare-Workers'

let time = 0

/** Milliseconds on a clock that never goes back. One look at it serves a whole broadcast. */
export function now(): number {
  if (isolated) return performance.now()
  if (!time) {
    time = performance.now()
    queueMicrotask(() => {
      time = 0
    })
  }
  return time
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
    const turn = now()
    this.#next = Infinity
    let next = Infinity
    for (const [slot, sleepers] of this.#slots) {
      if (slot * this.#step > turn) {
        next = Math.min(next, slot)
        continue
      }
      this.#slots.delete(slot)
      for (const sleeper of sleepers) sleeper.wake(turn)
    }
    // A sleeper may have armed an earlier slot while it was awake.
    if (next < this.#next) this.#arm(next)
  }
}
