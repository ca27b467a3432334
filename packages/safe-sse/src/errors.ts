/** What a caller did wrong. Connection states (a client that left, a full buffer) never throw. */
export type SseErrorCode =
  | 'INVALID_EVENT_NAME'
  | 'INVALID_ID'
  | 'INVALID_RETRY'
  | 'INVALID_DATA'
  | 'INVALID_OPTION'
  | 'UNKNOWN_EVENT'
  | 'ASYNC_SCHEMA'
  | 'EVENT_TOO_LARGE'
  | 'RESPONSE_STARTED'

/**
 * A mistake in the calling code: thrown at once, with a code to test for and advice in the message.
 *
 * @example
 * ```ts
 * import { encodeEvent, isSseError } from '@nyxcore/safe-sse'
 *
 * try {
 *   encodeEvent({ type: 'a\nb', data: 1 })
 * } catch (error) {
 *   if (isSseError(error)) error.code // 'INVALID_EVENT_NAME'
 * }
 * ```
 */
export class SseError extends Error {
  override readonly name: string = 'SseError'
  readonly code: SseErrorCode

  constructor(code: SseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Whether a value is an {@link SseError}, also one from another copy of this package. */
export function isSseError(value: unknown): value is SseError {
  return (value as Error | undefined)?.name === 'SseError'
}

/** Throws an {@link SseError}. The message begins with the code, so that a log says what kind of mistake it was. */
export function mistake(code: SseErrorCode, message: string, options?: ErrorOptions): never {
  throw new SseError(code, `${code}: ${message}`, options)
}
