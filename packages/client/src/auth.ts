import type { Auth } from './types.ts'

/**
 * Credentials that can be renewed. A 401 calls `refresh` once for all calls that meet it, also for those whose 401
 * arrives late, and each is sent again once. Where `refresh` rejects, or the new token is refused too, the 401 is
 * thrown.
 *
 * A call made by `refresh` itself needs `auth: false` on its route, or it would wait for itself.
 *
 * @example
 * ```ts
 * import { bearer, createClient, defineContract, route } from '@nyxcore/client'
 * import { z } from 'zod'
 *
 * const api = defineContract({
 *   refresh: route.post('/refresh', { responses: { 200: z.object({ token: z.string() }) }, auth: false }),
 *   me: route.get('/me', { responses: { 200: z.object({ name: z.string() }) } }),
 * })
 * let token = ''
 * const client = createClient(api, {
 *   auth: bearer({
 *     token: () => token,
 *     refresh: async () => {
 *       token = (await client.refresh()).token
 *     },
 *   }),
 * })
 * ```
 */
export function bearer(options: {
  readonly token: () => string | undefined | Promise<string | undefined>
  readonly refresh: () => Promise<unknown>
}): Auth {
  const { token, refresh } = options
  let refreshing: Promise<unknown> | undefined
  return Object.assign(() => token(), {
    renew: async (refused: string | undefined) => {
      try {
        // Another call may have renewed it while this one was on its way.
        if (!refreshing && (await token()) === refused) {
          refreshing ??= refresh().finally(() => {
            refreshing = undefined
          })
        }
        await refreshing
        return true
      } catch {
        return false
      }
    },
  })
}
