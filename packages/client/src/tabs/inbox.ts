/** Events that wait for their reader, and readers that wait for events. */
export class Inbox<E> {
  #events: E[] = []
  #waiting: { resolve: (result: IteratorResult<E, undefined>) => void; reject: (error: unknown) => void }[] =
    []
  #end: { readonly error: unknown; readonly failed: boolean } | undefined

  get ended(): boolean {
    return this.#end !== undefined
  }

  push(event: E): void {
    if (this.#end) return
    const reader = this.#waiting.shift()
    if (reader) reader.resolve({ done: false, value: event })
    else this.#events.push(event)
  }

  /** After what has arrived there is no more; an error is given once. */
  end(failed = false, error?: unknown): void {
    if (this.#end) return
    this.#end = { error, failed }
    const [first, ...others] = this.#waiting
    this.#waiting = []
    if (failed) first?.reject(error)
    else first?.resolve({ done: true, value: undefined })
    for (const reader of others) reader.resolve({ done: true, value: undefined })
    if (failed && first) this.#end = { error: undefined, failed: false }
  }

  /** Forgets what has arrived. */
  drop(): void {
    this.#events = []
  }

  next(): Promise<IteratorResult<E, undefined>> {
    if (this.#events.length > 0) return Promise.resolve({ done: false, value: this.#events.shift() as E })
    if (!this.#end) return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
    const { failed, error } = this.#end
    this.#end = { error: undefined, failed: false }
    return failed ? Promise.reject(error) : Promise.resolve({ done: true, value: undefined })
  }
}
