import { encodeEvent } from './encode.ts'
import { mistake } from './errors.ts'
import type { CloseReason } from './lifecycle.ts'
import { check } from './schema.ts'
import { Scope } from './scope.ts'
import type { ErrorInfo, EventMeta, Gap, SseStream } from './types.ts'

/** Bytes as `encodeEvent` gives them. */
export type Bytes = Uint8Array<ArrayBuffer>

/** An encoded event. */
export interface Frame {
  readonly bytes: Bytes
  readonly id: string | undefined
}

/** What does not fit is refused (`try`), kept all the same (`force`), or else handled as `onFull` says. */
export type PushMode = 'try' | 'force'

/** Shared promises: most sends settle at once, and need none of their own. */
export const TRUE: Promise<boolean> = Promise.resolve(true)
export const FALSE: Promise<boolean> = Promise.resolve(false)

/** What a producer sees, whether one client or a run's many stand behind it: encoding, validation, errors. */
export abstract class Channel extends Scope implements SseStream {
  /** Whether the producer was called. */
  started_ = false
  /** Events whose schemas are still at work, in their order. */
  validating_: Promise<unknown> | undefined

  abstract readonly bufferedBytes: number
  /** Takes a frame. False only for a `try` that found no room. `key` is what the event coalesces by. */
  abstract push_(bytes: Bytes, id?: string, mode?: PushMode, key?: string): Promise<boolean> | false
  /** Tells the state machine a cause to end. */
  abstract end_(reason: CloseReason): void

  /** The id of an event that was given none. */
  protected nextId_?(): string

  /** Bytes that may wait for one client. */
  get maxBytes_(): number {
    return this.options_.buffer?.maxBytes ?? 2 ** 20
  }

  send(name: string, data: unknown, meta?: EventMeta): Promise<boolean> {
    return this.deliver_(name, data, meta) || FALSE
  }

  trySend(name: string, data: unknown, meta?: EventMeta): 'ok' | 'backpressure' | 'closed' {
    const sent = this.deliver_(name, data, meta, 'try')
    return sent === FALSE ? 'closed' : sent ? 'ok' : 'backpressure'
  }

  sendEncoded(bytes: Bytes, meta?: { readonly id?: string | undefined }): Promise<boolean> {
    return this.validating_
      ? this.validating_.then(this.sendEncoded.bind(this, bytes, meta))
      : this.push_(bytes, meta?.id) || FALSE
  }

  comment(comment: string): Promise<boolean> {
    return this.sendEncoded(encodeEvent({ comment }))
  }

  close(options?: { readonly retry?: number | undefined }, reason: CloseReason = 'closed'): void {
    const retry = options?.retry
    if (retry !== undefined) this.push_(encodeEvent({ retry }), undefined, 'force')
    this.end_(reason)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    await this.closed
  }

  /** Ends with one terminal event that tells the client nothing but a code and where to ask. */
  fail_(error: unknown, during: ErrorInfo['during']): false {
    const data = { code: this.report_(error, during), requestId: this.requestId_ }
    this.push_(encodeEvent({ type: 'nyx.error', data }), undefined, 'force')
    this.end_('failed')
    return false
  }

  private deliver_(type: string, data: unknown, meta?: EventMeta, mode?: 'try'): Promise<boolean> | false {
    if (this.reason_) return FALSE
    const { events, buffer } = this.options_
    const ours = type.startsWith('nyx.')
    if (ours && type !== 'nyx.gap')
      mistake('INVALID_EVENT_NAME', `"${type}". Names that begin with "nyx." are reserved.`)
    const id = meta?.id ?? this.nextId_?.()
    const bytes = encodeEvent({ type, data, id, retry: meta?.retry })
    const size = bytes.length
    if (size > this.maxBytes_)
      mistake('EVENT_TOO_LARGE', `"${type}" takes ${size} bytes, over buffer.maxBytes. Send it in parts.`)
    const onFull = buffer?.onFull
    const key = typeof onFull === 'object' ? onFull.coalesce({ type, data }) : undefined
    const checked = events && !ours ? check(events, type, data) : undefined
    const before = this.validating_
    if (!checked && !before) return this.push_(bytes, id, mode, key)
    if (mode)
      return checked ? mistake('ASYNC_SCHEMA', `"${type}" validates asynchronously. Use send().`) : false
    // In the order of the calls, whichever validation is done first.
    const turn = Promise.allSettled([checked, before])
      .then(() => checked)
      .then(
        () => this.push_(bytes, id, mode, key) || FALSE,
        (error: unknown) => this.fail_(error, 'validation'),
      )
      .finally(() => {
        if (this.validating_ === turn) this.validating_ = undefined
      })
    this.validating_ = turn
    return turn
  }
}

/** Says what was lost before these frames. */
export function encodeGap(requested: string | undefined, frames: readonly Frame[]): Bytes {
  const oldest = frames.find(({ id }) => id !== undefined)?.id ?? null
  const data: Gap = { requested: requested ?? null, oldest }
  return encodeEvent({ type: 'nyx.gap', data })
}
