import { encodeEvent } from './encode.ts'
import { mistake } from './errors.ts'
import type { CloseReason } from './lifecycle.ts'
import { check } from './schema.ts'
import { Scope } from './scope.ts'
import type { ErrorInfo, EventMeta, OnFull, SseStream } from './types.ts'
import type { Sleeper, Slot } from './wheel.ts'

/** Bytes as `encodeEvent` gives them. */
export type Bytes = Uint8Array<ArrayBuffer>

/** An encoded event. */
export interface Frame {
  readonly bytes_: Bytes
  readonly id_?: string | undefined
}

type Coalesce = Extract<OnFull, object>

/** Shared promises: most sends settle at once, and need none of their own. */
export const TRUE: Promise<boolean> = Promise.resolve(true)
export const FALSE: Promise<boolean> = Promise.resolve(false)

/** What a producer sees, whether one client or a run's many stand behind it: encoding, validation, errors. */
export abstract class Channel extends Scope implements SseStream, Sleeper {
  /** Events whose schemas are still at work, in their order. */
  declare validating_?: Promise<unknown> | undefined
  /** Where it sleeps until its next deadline. */
  slot_: Slot | undefined

  abstract readonly bufferedBytes: number
  /** Takes a frame. What does not fit is kept all the same (`force`), or handled as `onFull` says. `key` is what it coalesces by. */
  abstract push_(bytes: Bytes, force?: boolean, id?: string, key?: string): Promise<boolean>
  /** Tells the state machine a cause to end. */
  abstract end_(reason: CloseReason): void
  /** A deadline may have come. */
  abstract wake_(): void

  /** The id of an event that was given none. */
  protected nextId_?(): string

  /** Whether there is room for so many bytes. */
  protected fits_(_size: number): boolean {
    return true
  }

  /** Bytes that may wait for one client. */
  get maxBytes_(): number {
    return this.options_.buffer?.maxBytes ?? 2 ** 20
  }

  send(name: string, data: unknown, meta?: EventMeta): Promise<boolean> {
    return this.deliver_(name, data, meta) as Promise<boolean>
  }

  trySend(name: string, data: unknown, meta?: EventMeta): 'ok' | 'backpressure' | 'closed' {
    const sent = this.deliver_(name, data, meta, true)
    return sent === FALSE ? 'closed' : sent ? 'ok' : 'backpressure'
  }

  sendEncoded(bytes: Bytes, meta?: { readonly id?: string | undefined }): Promise<boolean> {
    return this.validating_
      ? this.inTurn_(() => this.push_(bytes, false, meta?.id))
      : this.push_(bytes, false, meta?.id)
  }

  comment(comment: string): Promise<boolean> {
    return this.sendEncoded(encodeEvent({ comment }))
  }

  close(options?: { readonly retry?: number | undefined }, reason: CloseReason = 'closed'): void {
    const retry = options?.retry
    if (retry !== undefined) this.push_(encodeEvent({ retry }), true)
    this.end_(reason)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    await this.closed
  }

  /** Ends with one terminal event that tells the client nothing but a code and where to ask. */
  fail_(error: unknown, during: ErrorInfo['during']): Promise<boolean> {
    const data = { code: this.report_(error, during), requestId: this.requestId_ }
    this.push_(encodeEvent({ type: 'nyx.error', data }), true)
    this.end_('failed')
    return FALSE
  }

  private deliver_(
    type: string,
    data: unknown,
    meta?: EventMeta,
    attempt?: boolean,
  ): Promise<boolean> | false {
    if (this.reason_) return FALSE
    const { events, buffer } = this.options_
    if (/^nyx\.(?!gap$)/.test(type))
      mistake('INVALID_EVENT_NAME', `"${type}" is reserved. Use a name without "nyx.".`)
    const id = meta?.id ?? this.nextId_?.()
    const bytes = encodeEvent({ type, data, id, retry: meta?.retry })
    const size = bytes.length
    if (size > this.maxBytes_)
      mistake('EVENT_TOO_LARGE', `"${type}" takes ${size} bytes, over buffer.maxBytes. Send it in parts.`)
    const key = (buffer?.onFull as Partial<Coalesce> | undefined)?.coalesce?.({ type, data })
    const checked = events && type !== 'nyx.gap' ? check(events, type, data) : undefined
    if (attempt) {
      if (checked) mistake('ASYNC_SCHEMA', `"${type}" validates asynchronously. Use send().`)
      if (this.validating_ || !this.fits_(size)) return false
    }
    const push = (): Promise<boolean> => this.push_(bytes, false, id, key)
    return checked || this.validating_ ? this.inTurn_(push, checked) : push()
  }

  /** In the order of the calls, whichever validation is done first. */
  private inTurn_(push: () => Promise<boolean>, checked?: Promise<void>): Promise<boolean> {
    const act = checked?.then(
      () => push,
      (error: unknown) => () => this.fail_(error, 'validation'),
    )
    const turn = Promise.all([act ?? push, this.validating_]).then(([done]) => {
      if (this.validating_ === turn) this.validating_ = undefined
      return done()
    })
    this.validating_ = turn
    return turn
  }
}

/** Says what was lost before these frames. */
export function encodeGap(requested: string | undefined, frames: readonly Frame[]): Bytes {
  const data = { requested: requested ?? null, oldest: frames.find(({ id_ }) => id_)?.id_ ?? null }
  return encodeEvent({ type: 'nyx.gap', data })
}
