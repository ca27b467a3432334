import { ApiError, type ApiErrorDetails, ClientError } from './errors.ts'
import { fail, type Prepared, type Target } from './prepare.ts'
import type { RawSchema } from './raw.ts'
import { isRetryable, retryAfter } from './retry.ts'
import { check, type SchemaIssue } from './standard.ts'
import type { AttemptInfo, ClientOptions, Core } from './types.ts'

type HeaderValues = Record<string, string | undefined>

/**
 * Sends a request once and reads the answer; those outside 200 to 299 are thrown. After a 401 it is sent again if the
 * credentials could be renewed.
 */
export function attempt(
  core: Core,
  target: Target,
  request: Prepared,
  number: number,
  signal: AbortSignal,
): Promise<Decoded>
/** The same for a stream, which has more headers, and of which the body is not read. */
export function attempt(
  core: Core,
  target: Target,
  request: Prepared,
  number: number,
  signal: AbortSignal,
  more: HeaderValues,
): Promise<Response>
export async function attempt(
  core: Core,
  target: Target,
  { key_: key, url_: url, headers_: given, body_: body }: Prepared,
  number: number,
  signal: AbortSignal,
  more?: HeaderValues,
): Promise<Response | Decoded> {
  const { hooks, fetch: send = fetch, credentials, headers: common } = core
  const { path, method, def } = target
  const auth = def.auth === false ? undefined : core.auth
  for (let renewed = body instanceof ReadableStream; ; renewed = true) {
    // Awaited only where there is something to await: each wait costs a request about a hundredth of its time.
    const token = auth && (await auth())
    const headers = new Headers()
    // What is not there is left out: to delete the two would be a tenth of what a request costs besides fetch itself.
    for (const part of [
      { accept: 'application/json' },
      token && { authorization: token.replace(/^\S+$/, 'Bearer $&') },
      key && { 'idempotency-key': key },
      typeof common === 'function' ? await common() : common,
      given,
      more,
    ] as HeaderValues[]) {
      for (const name in part) {
        // Later ones win, however their names are written.
        const value = part[name]
        try {
          if (value == null) headers.delete(name)
          else headers.set(name, value)
        } catch {
          // Not as it was thrown: that message quotes the value, which may be a secret.
          throw fail(target, 'INVALID_REQUEST', `header ${name}`)
        }
      }
    }
    // Hooks are given what they can change, and fetch the same object, of which it reads what it knows. Streams as bodies
    // need `duplex`; nothing else minds it.
    const info = {
      signal,
      path,
      method,
      attempt: number,
      credentials,
      // Event streams pass by every cache (WHATWG HTML, 9.2.2).
      cache: more && 'no-store',
      duplex: 'half',
      headers,
      url,
      body,
    } as AttemptInfo & RequestInit
    if (hooks) await hooks.request?.(info)
    const response = await send(url, info)
    if (hooks) await hooks.response?.(info, response)
    const { status, headers: got } = response
    if (response.ok && more) return response
    // Read as the contract wants it: by `raw`, else JSON where it says so, else text; then the schema is asked.
    let schema = def.responses?.[status]
    if (schema === undefined) schema = def.errors?.[status]
    const raw = (schema as Partial<RawSchema<unknown>> | undefined)?.raw
    let data: unknown = raw === 'stream' ? response.body : await response[raw ?? 'text']()
    let issues: Decoded['issues'] = [{ message: 'not JSON' }]
    try {
      if (!raw) {
        if (!data || schema === null) data = undefined
        else if (/[/+]json\b/i.test(got.get('content-type')!)) data = JSON.parse(data as string)
      }
      issues = [{ message: 'not declared' }]
      if (schema !== undefined) {
        issues = [{ message: 'schema threw' }]
        let result = check(schema, data, core)
        if ('then' in result) result = await result
        issues = result.issues
        if (!result.issues) data = result.value
      }
    } catch {}
    if (response.ok) return { status, issues, headers: got, data }
    if (status !== 401 || renewed || !(await auth?.renew?.(token))) {
      const title = (data as { title?: unknown } | undefined)?.title ?? response.statusText
      throw new ApiError('HTTP', `${method} ${path}: ${status} ${title}`, {
        status,
        issues,
        declared: !issues,
        headers: got,
        data,
        route: target,
      } as ApiErrorDetails<number, unknown>)
    }
  }
}

/** What an answer brought: data as the contract has it, or as it came, with what is wrong about it. */
export interface Decoded {
  readonly status: number
  readonly headers: Headers
  readonly data: unknown
  readonly issues: ReadonlyArray<SchemaIssue> | undefined
}

/** Tells the error hook, and gives the error back. */
export function report(options: ClientOptions, error: ClientError): ClientError {
  options.hooks?.error?.(error)
  return error
}

/**
 * Whether the same request may fare better later, and when: -1 where it may not, else the milliseconds that the
 * server asked for, or 0.
 */
export function transient(error: ClientError & Partial<ApiError>): number {
  // NETWORK, TIMEOUT.
  if (/^[NT]/.test(error.code)) return 0
  return isRetryable(error.status!) ? retryAfter(error.headers!.get('retry-after'), Date.now()) : -1
}

/** Gives whatever was thrown the form of this package's errors. */
export function toClientError(target: Target, cause: unknown, signal: AbortSignal | undefined): ClientError {
  return cause instanceof ClientError
    ? cause
    : signal?.aborted
      ? fail(target, 'ABORTED', 'aborted', { cause })
      : fail(target, 'NETWORK', 'failed', { cause })
}
