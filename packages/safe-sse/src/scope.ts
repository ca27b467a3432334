import type { CloseReason } from './lifecycle.ts'
import type { ErrorInfo, SseOptions } from './types.ts'

/** Cleanups, the last one first. */
interface Deferred {
  readonly cleanup: () => unknown
  readonly next: Deferred | undefined
}

/** What belongs to one stream and ends with it: its signal, its `closed` promise and its cleanups. All lazy. */
export class Scope {
  reason_: CloseReason | undefined
  readonly options_: SseOptions
  requestId_: string | undefined
  /** The cursor that the client sent as `Last-Event-ID`, decoded. */
  readonly lastEventId: string | undefined
  #deferred: Deferred | undefined
  #abort: AbortController | undefined
  #closed: Promise<CloseReason> | undefined
  #resolve: ((reason: CloseReason) => void) | undefined

  constructor(options: SseOptions, requestId?: string, lastEventId?: string) {
    this.options_ = options
    this.requestId_ = requestId
    this.lastEventId = lastEventId
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController()
    if (this.reason_) this.#abort.abort()
    return this.#abort.signal
  }

  get closed(): Promise<CloseReason> {
    this.#closed ??= new Promise((resolve) => {
      this.#resolve = resolve
      if (this.reason_) resolve(this.reason_)
    })
    return this.#closed
  }

  /** Whether a promise is this scope's own `closed`, and nothing that ends by itself. */
  isClosed_(promise: unknown): boolean {
    return !!promise && promise === this.#closed
  }

  defer(cleanup: () => unknown): void {
    this.#deferred = { cleanup, next: this.#deferred }
    if (this.reason_) this.cleanUp_()
  }

  /** Ends the scope, once. A cleanup that throws or rejects is reported, and the others still run. */
  settle_(reason: CloseReason): void {
    if (this.reason_) return
    this.reason_ = reason
    this.#abort?.abort()
    this.cleanUp_()
    this.#resolve?.(reason)
  }

  /** Tells the application, and answers the code for the client. Whatever the handler does, the stream survives. */
  report_(error: unknown, during: ErrorInfo['during']): string {
    this.requestId_ ??= crypto.randomUUID()
    let code: unknown
    try {
      const { onError } = this.options_
      if (onError) {
        code = onError(error, { during, requestId: this.requestId_ })
        // An async handler that rejects has nobody left to tell.
        Promise.resolve(code).catch(() => {})
      } else {
        const { process } = globalThis as { process?: { emitWarning?: (warning: unknown) => void } }
        process?.emitWarning?.(error instanceof Error ? error : new Error(String(error)))
      }
    } catch {}
    return (typeof code === 'string' && code) || 'internal'
  }

  private cleanUp_(): void {
    const failed = (error: unknown): unknown => this.report_(error, 'cleanup')
    for (let one = this.#deferred; one; one = this.#deferred) {
      this.#deferred = one.next
      try {
        const pending = one.cleanup() as PromiseLike<unknown> | undefined
        pending?.then?.(undefined, failed)
      } catch (error) {
        failed(error)
      }
    }
  }
}
