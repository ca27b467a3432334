import type { Group } from './group.ts'
import type { CloseReason } from './lifecycle.ts'
import type { ErrorInfo, Producer, SseOptions } from './types.ts'

type Cleanup = (reason: CloseReason) => unknown

/** Cleanups, the last one first. */
interface Deferred {
  readonly cleanup_: Cleanup | undefined
  readonly next_: Deferred | undefined
}

/** What belongs to one stream and ends with it: its signal, its `closed` promise and its cleanups. All lazy. */
export class Scope {
  reason_: CloseReason | undefined
  closed_: Promise<CloseReason> | undefined
  private deferred_: Deferred | undefined
  declare private abort_?: AbortController
  readonly options_: SseOptions
  /** The cursor that the client sent as `Last-Event-ID`, decoded. */
  readonly lastEventId: string | undefined
  requestId_: string | undefined
  /** Of a stream; a safe controller belongs to none. */
  readonly group_: Group
  /** Null once it is called: it holds the request, which should not live as long as its stream. */
  produce_: Producer | null

  constructor(
    options: SseOptions,
    lastEventId?: string,
    requestId?: string,
    group?: Group,
    produce?: Producer,
  ) {
    this.options_ = options
    this.lastEventId = lastEventId
    this.requestId_ = requestId
    this.group_ = group!
    this.produce_ = produce!
  }

  get signal(): AbortSignal {
    this.abort_ ??= new AbortController()
    if (this.reason_) this.abort_.abort()
    return this.abort_.signal
  }

  get closed(): Promise<CloseReason> {
    this.closed_ ??= new Promise((resolve) => this.defer(resolve))
    return this.closed_
  }

  defer(cleanup: Cleanup | undefined): void {
    this.deferred_ = { cleanup_: cleanup, next_: this.deferred_ }
    if (this.reason_) this.settle_(this.reason_)
  }

  /** Ends the scope, once. A cleanup that throws or rejects is reported, and the others still run. */
  settle_(reason: CloseReason): void {
    const failed = (error: unknown): unknown => this.report_(error, 'cleanup')
    this.reason_ ??= reason
    this.abort_?.abort()
    for (let one = this.deferred_; one; one = this.deferred_) {
      this.deferred_ = one.next_
      try {
        const pending = one.cleanup_?.(this.reason_) as PromiseLike<unknown> | undefined
        pending?.then?.(undefined, failed)
      } catch (error) {
        failed(error)
      }
    }
  }

  /** Tells the application, and answers the code for the client. Whatever the handler does, the stream survives. */
  report_(error: unknown, during: ErrorInfo['during']): string {
    this.requestId_ ??= crypto.randomUUID()
    let code: unknown
    try {
      const { onError = warn } = this.options_
      code = onError(error, { during, requestId: this.requestId_ })
      // An async handler that rejects has nobody left to tell.
      ;(code as Promise<unknown> | undefined)?.catch?.(() => {})
    } catch {}
    return (typeof code === 'string' && code) || 'internal'
  }
}

function warn(error: unknown): void {
  ;(globalThis as { process?: { emitWarning?: (warning: unknown) => void } }).process?.emitWarning?.(
    error instanceof Error ? error : String(error),
  )
}
