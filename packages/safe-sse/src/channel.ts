import { encodeEvent } from './encode.ts'
import { mistake } from './errors.ts'
import type { CloseReason } from './lifecycle.ts'
import { describeIssues, type SchemaIssue, type StandardSchema } from './schema.ts'
import { Scope } from './scope.ts'
import type { ErrorInfo, EventMeta, SseOptions, SseStream } from './types.ts'

/** An encoded event that waits for its reader. */
export interface Frame {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly id?: string | undefined
  /** For coalescing: what the event was. Encoded events and comments have none. */
  readonly type?: string | undefined
  readonly data?: unknown
  /** Settles the `send` that waits for this frame. */
  taken?: ((accepted: boolean) => void) | undefined
}

/** What does not fit is refused (`try`), kept all the same (`force`), or else handled as `onFull` says. */
export type PushMode = 'try' | 'force'

/** Shared promises: most sends settle at once, and need none of their own. */
export const TRUE: Promise<boolean> = Promise.resolve(true)
export const FALSE: Promise<boolean> = Promise.resolve(false)

/** What a producer sees, whether one client or a run's many stand behind it: encoding, validation, errors. */
export abstract class Channel extends Scope implements SseStream {
  readonly lastEventId: string | undefined
  /** The producer at work. */
  producing: Promise<unknown> | undefined
  /** Events whose schemas are still at work, in their order. */
  validating: Promise<unknown> | undefined

  constructor(options: SseOptions, lastEventId: string | undefined, requestId: string | undefined) {
    super(options, requestId)
    this.lastEventId = lastEventId
  }

  abstract readonly bufferedBytes: number
  /** Takes a frame. False only for a `try` that found no room. */
  abstract push(frame: Frame, mode?: PushMode): Promise<boolean> | false
  /** Tells the state machine a cause to end. */
  abstract end(reason: CloseReason): void

  /** The id of an event that was given none. */
  protected nextId(): string | undefined {
    return undefined
  }

  /** Bytes that may wait for one client. */
  get maxBytes(): number {
    return this.options.buffer?.maxBytes ?? 2 ** 20
  }

  send(name: string, data: unknown, meta?: EventMeta): Promise<boolean> {
    return this.#send(name, data, meta) || FALSE
  }

  trySend(name: string, data: unknown, meta?: EventMeta): 'ok' | 'backpressure' | 'closed' {
    const sent = this.#send(name, data, meta, 'try')
    return sent === FALSE ? 'closed' : sent ? 'ok' : 'backpressure'
  }

  sendEncoded(bytes: Uint8Array<ArrayBuffer>, meta?: { readonly id?: string | undefined }): Promise<boolean> {
    const push = (): Promise<boolean> => this.push({ bytes, id: meta?.id }) || FALSE
    return this.validating?.then(push) ?? push()
  }

  comment(comment: string): Promise<boolean> {
    return this.sendEncoded(encodeEvent({ comment }))
  }

  close(options?: { readonly retry?: number | undefined }, reason: CloseReason = 'closed'): void {
    const retry = options?.retry
    if (retry !== undefined) this.push({ bytes: encodeEvent({ retry }) }, 'force')
    this.end(reason)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    await this.closed
  }

  /** Ends with one terminal event that tells the client nothing but a code and where to ask. */
  fail(error: unknown, during: ErrorInfo['during']): false {
    const data = { code: this.report(error, during), requestId: this.requestId }
    this.push({ bytes: encodeEvent({ type: 'nyx.error', data }) }, 'force')
    this.end('failed')
    return false
  }

  #send(type: string, data: unknown, meta?: EventMeta, mode?: PushMode): Promise<boolean> | false {
    if (this.reason) return FALSE
    const { events, buffer } = this.options
    const ours = type === 'nyx.gap'
    if (!ours && type.startsWith('nyx.'))
      mistake('INVALID_EVENT_NAME', `"${type}" is reserved. Choose a name that does not begin with "nyx.".`)
    const id = meta?.id ?? this.nextId()
    const bytes = encodeEvent({ type, data, id, retry: meta?.retry })
    if (bytes.length > this.maxBytes)
      mistake(
        'EVENT_TOO_LARGE',
        `"${type}" takes ${bytes.length} bytes, over buffer.maxBytes (${this.maxBytes}). Send it in parts.`,
      )
    // The data itself is kept only where it is needed to coalesce.
    const frame: Frame = typeof buffer?.onFull === 'object' ? { bytes, id, type, data } : { bytes, id }
    const checked = events && !ours ? validate(events, type, data) : undefined
    // It is looked at in its turn, and must not count as unhandled before.
    checked?.catch(() => {})
    if (checked && mode) {
      mistake('ASYNC_SCHEMA', `The schema of "${type}" validates asynchronously. Use send().`)
    }
    const before = this.validating
    if (!checked && !before) return this.push(frame, mode)
    if (mode) return false
    // In the order of the calls, whichever validation is done first.
    const turn = Promise.resolve(before)
      .then(() => checked)
      .then(
        () => this.push(frame) || FALSE,
        (error: unknown) => this.fail(error, 'validation'),
      )
      .finally(() => {
        if (this.validating === turn) this.validating = undefined
      })
    this.validating = turn
    return turn
  }
}

/** Undefined if the data is valid; a promise that rejects if it turns out not to be, where the schema takes its time. */
function validate(
  events: Readonly<Record<string, StandardSchema>>,
  name: string,
  data: unknown,
): Promise<unknown> | undefined {
  if (!Object.hasOwn(events, name))
    mistake('UNKNOWN_EVENT', `"${name}" is not in options.events. Declare it there.`)
  const result = events[name]!['~standard'].validate(data)
  const check = ({ issues }: { readonly issues?: readonly SchemaIssue[] | undefined }): void => {
    if (issues)
      mistake('INVALID_DATA', `The data of "${name}" does not fit its schema: ${describeIssues(issues)}`)
  }
  if ('then' in result) return result.then(check)
  check(result)
  return undefined
}
