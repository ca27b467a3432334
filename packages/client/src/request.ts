import { attempt, decode, isStream, toClientError, transient } from './attempt.ts'
import type { ClientError } from './errors.ts'
import { burn, fuse } from './fuse.ts'
import { fail, type Given, type Prepared, prepare } from './prepare.ts'
import { backoff, isIdempotent } from './retry.ts'
import { timeouts } from './timeouts.ts'
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
  const { options } = core
  const { hooks } = options
  const { signal } = given
  let failure: ClientError
  try {
    const request = await prepare(options, route, given)
    const {
      attempts = 3,
      baseDelay = 300,
      maxDelay = 10_000,
      maxRetryAfter = 60_000,
      budget = 20,
    } = {
      ...options.retry,
      ...given.retry,
    }
    const time = timeouts(given.timeout ?? options.timeout)
    const end = Date.now() + time.total
    for (let n = 1; ; n++) {
      // The fuse is raced, since a fetch that does not heed its signal must not hold the call.
      const limit = fuse(route, signal)
      limit.arm(Math.min(time.attempt, end - Date.now()) || 1)
      try {
        const answer = await Promise.race([limit.cut, once(core, request, n, limit.signal)])
        core.debt = Math.max(0, core.debt - 0.1)
        // A body that goes out as it comes is still under way: the caller's signal goes on holding for it.
        if (isStream(answer.data)) limit.arm(0)
        else limit.clear()
        return answer
      } catch (error) {
        limit.clear()
        failure = toClientError(route, error, signal)
      }
      const asked = transient(failure)
      const delay = asked || backoff(n - 1, baseDelay, maxDelay, Math.random())
      if (
        asked === undefined ||
        n >= attempts ||
        asked > maxRetryAfter ||
        core.debt >= budget ||
        Date.now() + delay >= end ||
        isStream(request.body) ||
        !(isIdempotent(route.method) || request.key)
      ) {
        throw failure
      }
      core.debt++
      hooks?.retry?.({ path: route.path, attempt: n, delay, cause: failure })
      await burn(fuse(route, signal), delay)
    }
  } catch (error) {
    failure = toClientError(route, error, signal)
    hooks?.error?.(failure)
    throw failure
  }
}

async function once(core: Core, request: Prepared, n: number, signal: AbortSignal): Promise<Answer> {
  const { options } = core
  const { validate = 'throw', hooks } = options
  const response = await attempt(core, request, n, signal)
  const { status, headers } = response
  const decoded = await decode(options, request.target, response)
  if (decoded.issues) {
    const error = fail(request.target, 'INVALID_RESPONSE', `${status}`, decoded)
    if (validate === 'throw') throw error
    if (validate === 'warn') hooks?.error?.(error)
  }
  return { ok: true, status, data: decoded.data, headers }
}
