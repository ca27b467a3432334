import type { CloseReason } from './lifecycle.ts'

/** What belongs to one stream and ends with it: its signal, its `closed` promise and its cleanups. All lazy. */
export abstract class Scope {
  reason: CloseReason | undefined
  #cleanups: (() => unknown)[] | undefined
  #abort: AbortController | undefined
  #closed: Promise<CloseReason> | undefined
  #resolve: ((reason: CloseReason) => void) | undefined

  /** Gets what a cleanup threw. */
  protected abstract report(error: unknown, during: 'cleanup'): unknown

  get signal(): AbortSignal {
    this.#abort ??= new AbortController()
    if (this.reason) this.#abort.abort()
    return this.#abort.signal
  }

  get closed(): Promise<CloseReason> {
    this.#closed ??= new Promise((resolve) => {
      if (this.reason) resolve(this.reason)
      else this.#resolve = resolve
    })
    return this.#closed
  }

  defer(cleanup: () => unknown): void {
    if (this.reason) this.#run(cleanup)
    else if (this.#cleanups) this.#cleanups.push(cleanup)
    else this.#cleanups = [cleanup]
  }

  /** Ends the scope, once. A cleanup that throws or rejects is reported, and the others still run. */
  protected settle(reason: CloseReason): void {
    if (this.reason) return
    this.reason = reason
    this.#abort?.abort()
    while (this.#cleanups?.length) this.#run(this.#cleanups.pop()!)
    this.#resolve?.(reason)
  }

  #run(cleanup: () => unknown): void {
    try {
      const pending = cleanup() as PromiseLike<unknown> | undefined
      if (typeof pending?.then === 'function') {
        pending.then(undefined, (error: unknown) => this.report(error, 'cleanup'))
      }
    } catch (error) {
      this.report(error, 'cleanup')
    }
  }
}
