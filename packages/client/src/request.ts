import { attempt, type Decoded, isStream, report, toClientError, transient } from './attempt.ts'
import { burn, fuse } from './fuse.ts'
import { fail, type Given, prepare } from './prepare.ts'
import { backoff, isIdempotent } from './retry.ts'
import { timeouts } from './timeouts.ts'
import type { CallOptions, Core, RouteEndpoint } from './types.ts'

/** Calls a route: checks, sends, retries, reads and checks the answer. Rejects with ClientError only. */
export async function call(core: Core, route: RouteEndpoint, given: Given & CallOptions): Promise<Decoded> {
  const { options } = core
  const { signal } = given
  try {
    const request = await prepare(core, route, given)
    const time = timeouts(given.timeout ?? options.timeout)
    const end = Date.now() + time.total
    for (let n = 1; ; n++) {
      const limit = fuse(route, signal)
      try {
        const answer = await limit.guard(Math.max(1, Math.min(time.attempt, end - Date.now())), () =>
          attempt(core, request, n, limit.signal),
        )
        // A body that goes out as it comes is still under way: the caller's signal goes on holding for it.
        if (!isStream(answer.data)) limit.free()
        core.debt = Math.max(0, core.debt - 0.1)
        if (answer.issues && options.validate !== 'off') {
          const error = fail(route, 'INVALID_RESPONSE', `${answer.status}`, answer)
          if (options.validate !== 'warn') throw error
          report(options, error)
        }
        return answer
      } catch (error) {
        limit.blow()
        const cause = toClientError(route, error, signal)
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
        const asked = transient(cause)
        const delay = asked || backoff(n - 1, baseDelay, maxDelay, Math.random())
        if (
          asked < 0 ||
          n >= attempts ||
          asked > maxRetryAfter ||
          core.debt >= budget ||
          Date.now() + delay >= end ||
          isStream(request.body) ||
          !(isIdempotent(route.method) || request.key)
        ) {
          throw cause
        }
        core.debt++
        options.hooks?.retry?.({ path: route.path, attempt: n, delay, cause })
        await burn(fuse(route, signal), delay)
      }
    }
  } catch (error) {
    throw report(options, toClientError(route, error, signal))
  }
}
