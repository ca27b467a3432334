/** Something that wants to be woken at a time. It adds itself again for the next one. */
export interface Sleeper {
  wake(now: number): void
}

/** Who is woken together. To sleep on is to be taken out of it. */
export type Slot = Set<Sleeper>

/** Milliseconds between slots. */
const STEP = 50

/** Whole milliseconds on a clock that never goes back. */
export function now(): number {
  return Math.floor(performance.now())
}

/**
 * One timer for all heartbeats, stall deadlines and ages. Sleepers share slots of 50 milliseconds, so 10,000
 * streams cost one timer; it never keeps a process alive.
 */
export class Wheel {
  readonly #slots = new Map<number, Slot>()
  #timer: unknown
  #next = Infinity

  /** Wakes the sleeper at a time, or up to one step later. Answers the slot that it sleeps in. */
  add(sleeper: Sleeper, at: number): Slot | undefined {
    if (at === Infinity) return undefined
    const nth = Math.ceil(at / STEP)
    const slot = this.#slots.get(nth) ?? new Set()
    this.#slots.set(nth, slot.add(sleeper))
    if (nth < this.#next) this.#arm(nth)
    return slot
  }

  #arm(nth: number): void {
    clearTimeout(this.#timer as undefined)
    this.#next = nth
    // A longer timeout than 2^31 ms would fire at once.
    const timer: unknown = setTimeout(() => this.#turn(), Math.min(Math.max(nth * STEP - now(), 1), 1e9))
    // Node and Bun have timer objects, Deno numbers; browsers and workerd have no process to keep alive.
    if (typeof timer === 'object') (timer as { unref?: () => void }).unref?.()
    else (globalThis as { Deno?: { unrefTimer(id: unknown): void } }).Deno?.unrefTimer(timer)
    this.#timer = timer
  }

  #turn(): void {
    const time = now()
    this.#next = Infinity
    let next = Infinity
    for (const [nth, slot] of this.#slots) {
      if (nth * STEP > time) {
        if (slot.size) next = Math.min(next, nth)
        else this.#slots.delete(nth)
        continue
      }
      this.#slots.delete(nth)
      for (const sleeper of slot) sleeper.wake(time)
    }
    // A sleeper may have armed an earlier slot while it was awake.
    if (next < this.#next) this.#arm(next)
  }
}

/** On workerd timers and microtasks belong to the request that made them, and end with it: nothing can be shared. */
export const isolated: boolean =
  (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent === 'Cloudflare-Workers'
