import type { CloseReason } from './lifecycle.ts'

interface Owner {
  report(error: unknown, during: 'cleanup'): unknown
}

/** What belongs to one stream and ends with it: its signal, its `closed` promise and its cleanups. All lazy. */
export class Scope {
  reason: CloseReason | undefined
  #cleanups: (() => unknown)[] | undefined
  #abort: AbortController | undefined
  #closed: PromiseWithResolvers<CloseReason> | undefined
  readonly #owner: Owner

  constructor(owner: Owner) {
    this.#owner = owner
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController()
    if (this.reason) this.#abort.abort()
    return this.#abort.signal
  }

  get closed(): Promise<CloseReason> {
    this.#closed ??= Promise.withResolvers()
    if (this.reason) this.#closed.resolve(this.reason)
    return this.#closed.promise
  }

  defer(cleanup: () => unknown): void {
    if (this.reason) this.#run(cleanup)
    else if (this.#cleanups) this.#cleanups.push(cleanup)
    else this.#cleanups = [cleanup]
  }

  /** Ends the scope, once. A cleanup that throws or rejects is reported, and the others still run. */
  end(reason: CloseReason): void {
    if (this.reason) return
    this.reason = reason
    this.#abort?.abort()
    const cleanups = this.#cleanups
    this.#cleanups = undefined
    for (let i = (cleanups?.length ?? 0) - 1; i >= 0; i--) this.#run(cleanups![i]!)
    this.#closed?.resolve(reason)
  }

  #run(cleanup: () => unknown): void {
    try {
      const pending = cleanup() as PromiseLike<unknown> | undefined
      if (typeof pending?.then === 'function') {
        pending.then(undefined, (error: unknown) => this.#owner.report(error, 'cleanup'))
      }
    } catch (error) {
      this.#owner.report(error, 'cleanup')
    }
  }
}
