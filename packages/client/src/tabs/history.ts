import type { StreamEvent } from '../index.ts'

/** The last events of a stream, to tell a tab that comes later. */
export class History<E extends StreamEvent> {
  readonly #keep: number
  #events: E[] = []
  #trimmed = false

  constructor(keep: number) {
    this.#keep = keep
  }

  add(event: E): void {
    this.#events.push(event)
    // Trimmed in strides, since cutting off the first of many is no small thing.
    if (this.#events.length >= this.#keep * 2) {
      this.#events = this.#events.slice(-this.#keep)
      this.#trimmed = true
    }
  }

  get empty(): boolean {
    return this.#events.length === 0
  }

  /** What came after an id, or from the start; `complete` is false where some of it is no longer here. */
  after(id: string | undefined): { readonly events: readonly E[]; readonly complete: boolean } {
    if (id === undefined) return { events: [...this.#events], complete: !this.#trimmed }
    const at = this.#events.findLastIndex((event) => event.id === id)
    return at < 0
      ? { events: [...this.#events], complete: this.empty }
      : { events: this.#events.slice(at + 1), complete: true }
  }

  /** The oldest id that is still here. */
  get oldest(): string | null {
    return this.#events.find(({ id }) => id !== undefined)?.id ?? null
  }
}
