/** Something that wants to be woken at a time. It adds itself again for the next one. */
export interface Sleeper {
  wake_(): void
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
 * streams cost one timer; it stops when nobody sleeps, and never keeps a process alive.
 */
export class Wheel {
  readonly #slots = new Map<number, Slot>()
  /** When the next turn is due. One that never came, as under a test's own clock, does not stop the wheel for good. */
  #next = 0

  /** Wakes the sleeper at a time, or up to one step later. Answers the slot that it sleeps in. */
  add(sleeper: Sleeper, at: number): Slot | undefined {
    if (at === Infinity) return undefined
    const nth = Math.ceil(at / STEP)
    const slot = this.#slots.get(nth) ?? new Set()
    this.#slots.set(nth, slot.add(sleeper))
    this.tick_()
    return slot
  }

  private tick_(): void {
    const time = now()
    if (time < this.#next) return
    this.#next = time + STEP - (time % STEP)
    const timer = setTimeout(() => this.turn_(), this.#next - time) as number | { unref?(): unknown }
    // Node and Bun have timer objects, Deno numbers; browsers and workerd have no process to keep alive.
    if (typeof timer === 'object') timer.unref?.()
    else (globalThis as { Deno?: { unrefTimer(id: number): void } }).Deno?.unrefTimer(timer)
  }

  private turn_(): void {
    this.#next = 0
    for (const [nth, slot] of this.#slots) {
      if (slot.size && nth * STEP > now()) continue
      this.#slots.delete(nth)
      for (const sleeper of slot) sleeper.wake_()
    }
    if (this.#slots.size) this.tick_()
  }
}

/** On workerd timers and microtasks belong to the request that made them, and end with it: nothing can be shared. */
export const isolated: boolean =
  (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent === 'Cloudflare-Workers'
