import { attempt, type Decoded, report, toClientError, transient } from './attempt.ts'
import { fuse } from './fuse.ts'
import { fail, type Given, prepare } from './prepare.ts'
import { backoff, isIdempotent } from './retry.ts'
import { timeouts } from './timeouts.ts'
import type { CallOptions, Core, RouteEndpoint } from './types.ts'

/** Calls a route: checks, sends, retries, reads and checks the answer. Rejects with ClientError only. */
export async function call(
  core: Core,
  route: RouteEndpoint,
  given: Given & CallOptions = {},
): Promise<Decoded> {
  const { signal } = given
  try {
    const request = await prepare(core, route, given)
    const time = timeouts(given, core)
    const end = Date.now() + time.total
    for (let n = 1; ; n++) {
      const limit = fuse(route, signal)
      try {
        const answer = await limit.guard_(Math.min(time.attempt, end - Date.now()), (own) =>
          attempt(core, route, request, n, own),
        )
        // A body that goes out as it comes is still under way: the caller's signal goes on holding for it.
        if (!(answer.data instanceof ReadableStream)) limit.free_()
        core.debt_ = Math.max(0, core.debt_ - 0.1)
        if (answer.issues && core.validate !== 'off') {
          const error = fail(route, 'INVALID_RESPONSE', `${answer.status}`, answer)
          if (core.validate !== 'warn') throw error
          report(core, error)
        }
        return answer
      } catch (error) {
        limit.blow_()
        const cause = toClientError(route, error, signal)
        const {
          baseDelay = 300,
          budget = 20,
          maxRetryAfter = 60_000,
          attempts = 3,
          maxDelay = 10_000,
        } = {
          ...core.retry,
          ...given.retry,
        }
        const asked = transient(cause)
        const delay = asked || backoff(n - 1, baseDelay, maxDelay, Math.random())
        if (
          core.debt_ >= budget ||
          Date.now() + delay >= end ||
          !(isIdempotent(route.method) || request.key_) ||
          request.body_ instanceof ReadableStream ||
          n >= attempts ||
          asked > maxRetryAfter ||
          asked < 0
        ) {
          throw cause
        }
        core.debt_++
        core.hooks?.retry?.({ attempt: n, path: route.path, cause, delay })
        await fuse(route, signal).guard_(delay)
      }
    }
  } catch (error) {
    throw report(core, toClientError(route, error, signal))
  }
}
