/** Something that wants to be woken at a time. It adds itself again for the next one. */
export interface Sleeper {
  /** Where it sleeps: to sleep on is to be taken out of it. */
  slot_: Slot | undefined
  wake_(): void
}

/** Who is woken together. */
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
  private readonly slots_ = new Map<number, Slot>()
  /** When the next turn is due. One that never came, as under a test's own clock, does not stop the wheel for good. */
  private next_ = 0

  /** Wakes the sleeper at a time, or up to one step later. */
  add_(sleeper: Sleeper, at: number): void {
    const nth = Math.ceil(at / STEP)
    sleeper.slot_?.delete(sleeper)
    if (nth === Infinity) return
    sleeper.slot_ = this.slots_.get(nth) ?? new Set()
    this.slots_.set(nth, sleeper.slot_.add(sleeper))
    this.tick_()
  }

  private tick_(): void {
    const time = now()
    if (time < this.next_) return
    this.next_ = time + STEP - (time % STEP)
    const timer = setTimeout(() => {
      this.next_ = 0
      for (const [nth, slot] of this.slots_) {
        if (slot.size && nth * STEP > now()) continue
        this.slots_.delete(nth)
        for (const sleeper of slot) sleeper.wake_()
      }
      if (this.slots_.size) this.tick_()
    }, this.next_ - time) as { unref?(): unknown } | number
    // Node and Bun have timer objects, Deno numbers; browsers and workerd have no process to keep alive.
    ;(timer as { unref?(): unknown }).unref?.() ??
      (globalThis as { Deno?: { unrefTimer(id: unknown): void } }).Deno?.unrefTimer(timer)
  }
}
