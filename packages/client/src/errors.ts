import type { SchemaIssue } from './standard.ts'

/**
 * Why a call failed.
 *
 * - `ABORTED`: the caller's signal, or `close()`, ended it
 * - `TIMEOUT`: an attempt, or the whole call, took longer than allowed
 * - `NETWORK`: no answer, or an answer that broke off
 * - `HTTP`: the server answered with an error status (see {@link ApiError})
 * - `INVALID_REQUEST`: what was to be sent does not fit the contract; nothing was sent
 * - `INVALID_RESPONSE`: the answer does not fit the contract
 * - `INVALID_EVENT`: an event of a stream does not fit the contract
 * - `STREAM_INTERRUPTED`: a stream ended before it was complete and cannot be resumed
 * - `STREAM_FAILED`: the server ended a stream with `nyx.error`
 */
export type ClientErrorCode =
  | 'ABORTED'
  | 'TIMEOUT'
  | 'NETWORK'
  | 'HTTP'
  | 'INVALID_REQUEST'
  | 'INVALID_RESPONSE'
  | 'INVALID_EVENT'
  | 'STREAM_INTERRUPTED'
  | 'STREAM_FAILED'

/** What an error may carry besides its message. */
export interface ClientErrorOptions {
  readonly cause?: unknown
  readonly requestId?: string | undefined
  readonly issues?: ReadonlyArray<SchemaIssue> | undefined
  /** Of the answer; the request id is read from them. */
  readonly headers?: Headers | undefined
}

/**
 * Every failure of this package. Its message names the method and the path of the contract, never a
 * parameter, a header or a body.
 *
 * @example
 * ```ts
 * import { isClientError } from '@nyxcore/client'
 *
 * export function explain(error: unknown): string {
 *   return isClientError(error) && error.code === 'TIMEOUT' ? 'The server is slow today.' : 'Something failed.'
 * }
 * ```
 */
export class ClientError extends Error {
  declare code: ClientErrorCode
  /** The id under which the server logged the request (header `x-request-id`), where it sent one. */
  declare readonly requestId: string | undefined
  /** What a schema found wrong, for the `INVALID_` codes. */
  declare readonly issues: ReadonlyArray<SchemaIssue> | undefined

  constructor(code: ClientErrorCode, message: string, options: ClientErrorOptions = {}) {
    const { issues: [issue] = [], requestId = options.headers?.get('x-request-id') ?? undefined } = options
    // The first field at fault, `tags: 0: Required`, and no value.
    for (const step of issue?.path ?? [])
      message += `: ${String((step as { key?: PropertyKey }).key ?? step)}`
    if (issue) message += `: ${issue.message}`
    if (requestId) message += ` (request ${requestId})`
    super(message)
    // As fetch names it, so that `error.name === 'AbortError'` goes on working.
    this.name = code === 'ABORTED' ? 'AbortError' : 'ClientError'
    Object.assign(this, options, { code, requestId })
  }
}

/**
 * The server answered with a status outside 200 to 299.
 *
 * `data` is the body: parsed and validated where the contract declares the status, else as it came.
 */
export class ApiError<Status extends number = number, Data = unknown> extends ClientError {
  declare readonly status: Status
  declare readonly data: Data
  declare readonly headers: Headers
  /** The endpoint of the contract that was called. */
  declare readonly route: unknown
  /** Whether the contract declares this status and the body fits its schema. */
  declare readonly declared: boolean
}

/** What an {@link ApiError} is made of. */
export interface ApiErrorDetails<Status, Data> extends ClientErrorOptions {
  readonly status: Status
  readonly data: Data
  readonly headers: Headers
  readonly route: unknown
  readonly declared: boolean
}

/** Whether this package threw it. */
export function isClientError(error: unknown): error is ClientError {
  return error instanceof ClientError
}
