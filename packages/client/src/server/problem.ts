import type { Problem, ProblemField } from '../problem.ts'
import type { SchemaIssue } from '../standard.ts'

/**
 * Why a request was not answered as the contract says.
 *
 * - `NOT_FOUND`, `METHOD_NOT_ALLOWED`: the contract has no such path, or not with this method
 * - `INVALID_REQUEST`: params, query, headers or body do not fit their schema; `errors` names the fields
 * - `MALFORMED_REQUEST`: the URL or the body cannot be read at all
 * - `UNSUPPORTED_MEDIA_TYPE`, `BODY_TOO_LARGE`: the body is of another type, or longer than allowed
 * - `INVALID_RESPONSE`: the handler's answer does not fit the contract
 * - `INTERNAL`: the handler threw
 * - `APPLICATION`: the handler says so itself
 */
export type ProblemCode =
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'INVALID_REQUEST'
  | 'MALFORMED_REQUEST'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'BODY_TOO_LARGE'
  | 'INVALID_RESPONSE'
  | 'INTERNAL'
  | 'APPLICATION'

/** Which part of a request is meant. */
export type RequestPart = ProblemField['in']

/** The body of an error answer: RFC 9457, section 3.1, and extensions of this package. */
export interface ProblemBody extends Problem {
  readonly code: ProblemCode
  readonly requestId: string
}

/** What a problem may carry besides its status. */
export interface ProblemOptions {
  readonly code?: ProblemCode | undefined
  /** Identifies the kind of problem (RFC 9457, section 3.1.1). Default: `about:blank`, which is not sent. */
  readonly type?: string | undefined
  /** Default: the phrase of the status. */
  readonly title?: string | undefined
  /** What went wrong this time, for a person. It is sent: no secrets. */
  readonly detail?: string | undefined
  readonly errors?: readonly ProblemField[] | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** More members of the body. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
  readonly cause?: unknown
}

const PHRASES: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** What a status is called (RFC 9110, section 15). */
export function phraseOf(status: number): string {
  return PHRASES[status] ?? `Status ${status}`
}

/**
 * An answer with an error status and a body of RFC 9457 (`application/problem+json`). Thrown by a handler or by
 * `context`, it is sent as it is; anything else that is thrown becomes a 500 that says nothing of its message.
 *
 * @throws RangeError for a status outside 400 to 599.
 * @example
 * ```ts
 * import { HttpProblem } from '@nyxcore/client/server'
 *
 * export function requireUser(request: Request): string {
 *   const user = request.headers.get('x-user')
 *   if (!user) throw new HttpProblem(401, { detail: 'Sign in first.', headers: { 'www-authenticate': 'Bearer' } })
 *   return user
 * }
 * ```
 */
export class HttpProblem extends Error {
  readonly status: number
  readonly code: ProblemCode
  readonly title: string
  readonly detail: string | undefined
  readonly type: string | undefined
  readonly errors: readonly ProblemField[] | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly extensions: Readonly<Record<string, unknown>>

  constructor(status: number, options: ProblemOptions = {}) {
    if (!(Number.isInteger(status) && status >= 400 && status <= 599)) {
      throw new RangeError(`A problem has a status from 400 to 599, not ${status}`)
    }
    const title = options.title ?? phraseOf(status)
    super(
      `${status} ${title}${options.detail ? `: ${options.detail}` : ''}`,
      'cause' in options ? { cause: options.cause } : undefined,
    )
    this.name = 'HttpProblem'
    this.status = status
    this.code = options.code ?? 'APPLICATION'
    this.title = title
    this.detail = options.detail
    this.type = options.type
    this.errors = options.errors
    this.headers = options.headers ?? {}
    this.extensions = options.extensions ?? {}
  }
}

/** Whether it is an {@link HttpProblem}. */
export function isHttpProblem(error: unknown): error is HttpProblem {
  return error instanceof HttpProblem
}

/** The issues of one part of a request as fields. */
export function toFields(part: RequestPart, issues: ReadonlyArray<SchemaIssue>): ProblemField[] {
  return issues.map(({ path = [], message }) => {
    const keys = path.map((key) => String(typeof key === 'object' ? key.key : key))
    const tokens = keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')))
    return {
      in: part,
      field: keys.join('.'),
      pointer: `#${tokens.map((token) => `/${token}`).join('')}`,
      detail: message,
    }
  })
}

/** A problem as a response. */
export function problemResponse(problem: HttpProblem, requestId: string): Response {
  const { status, title, detail, type, code, errors, extensions } = problem
  const body: ProblemBody = { ...extensions, type, title, status, detail, code, requestId, errors }
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...problem.headers, 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  })
}
