import { attempt, discard, readBody, sleep, timeouts, toApiError, toClientError } from './attempt.ts'
import { ClientError } from './errors.ts'
import { type Given, type Prepared, prepare } from './prepare.ts'
import { backoff, isIdempotent, isRetryable, retryAfter } from './retry.ts'
import { check } from './standard.ts'
import type { CallOptions, Core, RouteEndpoint } from './types.ts'

/** What a JSON call resolves to inside the client. */
export interface Answer {
  readonly ok: true
  readonly status: number
  readonly data: unknown
  readonly headers: Headers
}

/** Calls a route: checks, sends, retries, reads and checks the answer. Rejects with ClientError only. */
export async function call(core: Core, route: RouteEndpoint, given: Given & CallOptions): Promise<Answer> {
  try {
    const request = await prepare(core.options, route, given)
    return await withRetries(core, request, given)
  } catch (error) {
    const known = toClientError(`${route.method} ${route.path}`, error, !!given.signal?.aborted)
    core.options.hooks?.error?.(known)
    throw known
  }
}

async function withRetries(core: Core, request: Prepared, given: Given & CallOptions): Promise<Answer> {
  const {
    attempts = 3,
    baseDelay = 300,
    maxDelay = 10_000,
    maxRetryAfter = 60_000,
    budget = 20,
  } = {
    ...core.options.retry,
    ...given.retry,
  }
  const [perAttempt, total] = timeouts(core.options, given)
  const { method, path } = request.target
  const mayRetry = (isIdempotent(method) || !!request.key) && !(request.body instanceof ReadableStream)
  const end = Date.now() + total
  for (let n = 1; ; n++) {
    const left = end - Date.now()
    let wait: number | undefined
    let failure: ClientError
    try {
      const answer = await limited(request, Math.min(perAttempt, left), given.signal, (signal, free) =>
        once(core, request, n, signal, free),
      )
      core.debt = Math.max(0, core.debt - 0.1)
      return answer
    } catch (error) {
      failure = toClientError(request.label, error, !!given.signal?.aborted)
      const { code } = failure
      const { status, headers } = failure as { status?: number; headers?: Headers }
      if (code !== 'NETWORK' && code !== 'TIMEOUT' && !(status && isRetryable(status))) throw failure
      wait = retryAfter(headers?.get('retry-after') ?? null, Date.now())
    }
    const delay = wait ?? backoff(n - 1, baseDelay, maxDelay, Math.random())
    if (
      !mayRetry ||
      n >= attempts ||
      core.debt >= budget ||
      (wait ?? 0) > maxRetryAfter ||
      Date.now() + delay >= end
    ) {
      throw failure
    }
    core.debt++
    core.options.hooks?.retry?.({ path, attempt: n, delay, cause: failure })
    await sleep(delay, given.signal ?? new AbortController().signal)
  }
}

/** Runs one attempt under its own signal, which follows the caller's and a timer. */
async function limited<T>(
  request: Prepared,
  ms: number,
  outer: AbortSignal | undefined,
  run: (signal: AbortSignal, free: () => void) => Promise<T>,
): Promise<T> {
  const control = new AbortController()
  let release!: () => void
  // A fetch that does not heed its signal must not hold the call, so the end is raced against it.
  const cut = new Promise<never>((_, reject) => {
    const follow = () => stop(outer!.reason)
    const stop = (reason: unknown) => {
      control.abort(reason)
      reject(reason)
    }
    const timer = setTimeout(
      () => stop(new ClientError('TIMEOUT', `${request.label}: no answer within ${Math.round(ms)} ms`)),
      ms,
    )
    release = () => clearTimeout(timer)
    outer?.addEventListener('abort', follow)
    if (outer?.aborted) follow()
    control.signal.addEventListener('abort', () => outer?.removeEventListener('abort', follow))
  })
  let kept = false
  try {
    return await Promise.race([
      cut,
      run(control.signal, () => {
        kept = true
      }),
    ])
  } finally {
    release()
    // Where the body is handed out as a stream, the caller's signal goes on holding for it.
    if (!kept) control.abort()
  }
}

async function once(
  core: Core,
  request: Prepared,
  n: number,
  signal: AbortSignal,
  keep: () => void,
): Promise<Answer> {
  const { validate = 'throw', hooks } = core.options
  const response = await attempt(core, request, n, signal, {})
  const { status, headers } = response
  if (!response.ok) throw await toApiError(request, response)
  const requestId = headers.get('x-request-id') ?? undefined
  const { responses } = (request.target as RouteEndpoint).def
  const schema = responses[status]
  const wrong = (what: string, more: object = {}) => {
    const error = new ClientError('INVALID_RESPONSE', `${request.label}: ${status} ${what}`, {
      requestId,
      ...more,
    })
    if (validate === 'throw') throw error
    if (validate === 'warn') hooks?.error?.(error)
  }
  if (schema === undefined) wrong('is not in the contract')
  if (schema === null) {
    discard(response)
    return { ok: true, status, data: undefined, headers }
  }
  if ((schema as { raw?: string } | undefined)?.raw === 'stream') keep()
  let data: unknown
  try {
    data = await readBody(response, schema)
  } catch (cause) {
    // JSON that does not parse is the server's mistake; a body that breaks off is the network's.
    if (!(cause instanceof SyntaxError)) throw cause
    throw new ClientError('INVALID_RESPONSE', `${request.label}: ${status} with a body that is not JSON`, {
      requestId,
    })
  }
  if (schema && validate !== 'off') {
    const result = await check(schema, data)
    if (result.issues) wrong('does not fit the contract', { issues: result.issues })
    else data = result.value
  }
  return { ok: true, status, data, headers }
}
