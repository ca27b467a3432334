import type { Frame } from './buffer.ts'
import { checkRetry, encodeEvent } from './encode.ts'
import { SseError } from './errors.ts'
import type { CloseReason } from './lifecycle.ts'
import { describeIssues, type SchemaResult } from './schema.ts'
import { Scope } from './scope.ts'
import type { ErrorInfo, EventMeta, EventSchemas, SseOptions, SseStream } from './types.ts'

/** Shared promises: most sends settle at once, and need none of their own. */
export const TRUE: Promise<boolean> = Promise.resolve(true)
export const FALSE: Promise<boolean> = Promise.resolve(false)

/** What a producer sees, whether one client or a run's many stand behind it: encoding, validation, errors. */
export abstract class Channel extends Scope implements SseStream {
  readonly lastEventId: string | undefined
  readonly options: SseOptions
  /** The producer at work. */
  producing: Promise<void> | undefined
  #requestId: string | undefined
  #validating: Promise<unknown> | undefined

  constructor(options: SseOptions, lastEventId: string | undefined, requestId: string | undefined) {
    super()
    this.options = options
    this.lastEventId = lastEventId
    this.#requestId = requestId
  }

  abstract readonly bufferedBytes: number
  /** Takes a frame. What does not fit is refused (`try`: answers false), kept all the same (`force`), or handled as `onFull` says. */
  abstract push(frame: Frame, mode?: 'try' | 'force'): Promise<boolean> | false
  /** The id of an event that was given none. */
  protected nextId(): string | undefined {
    return undefined
  }

  /** Tells the state machine a cause to end. */
  abstract end(reason: CloseReason): void

  send(name: string, data: unknown, meta?: EventMeta): Promise<boolean> {
    if (this.reason) return FALSE
    const frame = this.#frame(name, data, meta)
    const checked = this.#validate(name, data)
    if (!checked && !this.#validating) return this.push(frame) || FALSE
    // In the order of the calls, whichever validation is done first.
    const turn = Promise.all([checked, this.#validating])
      .then(([result]) => {
        if (this.#validating === turn) this.#validating = undefined
        if (this.reason) return false
        if (!result?.issues) return this.push(frame) || false
        throw invalidData(name, result)
      })
      .catch((error: unknown) => this.fail(error, 'validation'))
    this.#validating = turn
    return turn
  }

  trySend(name: string, data: unknown, meta?: EventMeta): 'ok' | 'backpressure' | 'closed' {
    if (this.reason) return 'closed'
    const frame = this.#frame(name, data, meta)
    const checked = this.#validate(name, data)
    if (checked) {
      checked.catch(() => {})
      throw new SseError('ASYNC_SCHEMA', `The schema of "${name}" validates asynchronously. Use send().`)
    }
    return !this.#validating && this.push(frame, 'try') ? 'ok' : 'backpressure'
  }

  sendEncoded(bytes: Uint8Array<ArrayBuffer>, meta?: { readonly id?: string | undefined }): Promise<boolean> {
    if (this.reason) return FALSE
    const frame = { bytes, id: meta?.id, type: undefined, data: undefined }
    return this.#validating
      ? this.#validating.then(() => this.push(frame) || false)
      : this.push(frame) || FALSE
  }

  comment(comment: string): Promise<boolean> {
    return this.sendEncoded(encodeEvent({ comment }))
  }

  close(options?: { readonly retry?: number | undefined }): void {
    const retry = options?.retry
    if (retry !== undefined) checkRetry(retry)
    if (!this.reason && retry !== undefined) this.push(toFrame(encodeEvent({ retry })), 'force')
    this.end('closed')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    await this.closed
  }

  /** Events whose schemas are still at work, in their order. */
  get validating(): Promise<unknown> | undefined {
    return this.#validating
  }

  /** Ends with one terminal event that tells the client nothing but a code and where to ask. */
  fail(error: unknown, during: ErrorInfo['during']): false {
    const code = this.report(error, during)
    if (!this.reason) {
      const data = { code, requestId: this.requestId }
      this.push(toFrame(encodeEvent({ type: 'nyx.error', data })), 'force')
      this.end('failed')
    }
    return false
  }

  get requestId(): string {
    this.#requestId ??= crypto.randomUUID()
    return this.#requestId
  }

  /** Tells the application. Whatever its handler does, the stream survives. */
  report(error: unknown, during: ErrorInfo['during']): string {
    try {
      if (this.options.onError)
        return this.options.onError(error, { during, requestId: this.requestId }) || 'internal'
      const { process } = globalThis as { process?: { emitWarning?: (warning: Error) => void } }
      process?.emitWarning?.(error instanceof Error ? error : new Error(String(error)))
    } catch {}
    return 'internal'
  }

  #frame(type: string, data: unknown, meta: EventMeta | undefined): Frame {
    if (type.startsWith('nyx.') && type !== 'nyx.gap') {
      throw new SseError(
        'INVALID_EVENT_NAME',
        `"${type}" is reserved. Choose a name that does not begin with "nyx.".`,
      )
    }
    const id = meta?.id ?? this.nextId()
    const bytes = encodeEvent({ type, data, id, retry: meta?.retry })
    const most = this.options.buffer?.maxBytes ?? MAX_BYTES
    if (bytes.length > most) {
      throw new SseError(
        'EVENT_TOO_LARGE',
        `"${type}" takes ${bytes.length} bytes, over buffer.maxBytes (${most}). Send it in parts.`,
      )
    }
    // The data itself is kept only where it is needed to coalesce.
    const keep = typeof this.options.buffer?.onFull === 'object'
    return { bytes, id, type: keep ? type : undefined, data: keep ? data : undefined }
  }

  /** Undefined if the data is valid, a promise if that is not yet known. */
  #validate(name: string, data: unknown): Promise<SchemaResult<unknown>> | undefined {
    const events: EventSchemas | undefined = this.options.events
    if (!events || name === 'nyx.gap') return undefined
    if (!Object.hasOwn(events, name)) {
      throw new SseError('UNKNOWN_EVENT', `"${name}" is not in options.events. Declare it there.`)
    }
    const result = events[name]!['~standard'].validate(data)
    if ('then' in result) return result
    if (result.issues) throw invalidData(name, result)
    return undefined
  }
}

/** Bytes that may wait for one client, where `buffer.maxBytes` says nothing else. */
export const MAX_BYTES = 1_048_576

export function toFrame(bytes: Uint8Array<ArrayBuffer>): Frame {
  return { bytes, id: undefined, type: undefined, data: undefined }
}

function invalidData(name: string, result: SchemaResult<unknown>): SseError {
  return new SseError(
    'INVALID_DATA',
    `The data of "${name}" does not fit its schema: ${describeIssues(result.issues ?? [])}`,
  )
}
