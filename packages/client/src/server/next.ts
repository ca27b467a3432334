import type { Implementation } from './types.ts'

type NextHandler = (request: Request, context: unknown) => Promise<Response>

/** What a route file of Next's App Router exports. */
export interface NextHandlers {
  readonly GET: NextHandler
  readonly HEAD: NextHandler
  readonly POST: NextHandler
  readonly PUT: NextHandler
  readonly PATCH: NextHandler
  readonly DELETE: NextHandler
  readonly OPTIONS: NextHandler
}

/**
 * Serves an implementation from a route file of Next's App Router, for example `app/api/[...path]/route.ts`. The
 * contract's paths are whole paths (`/api/v1/notes`), whatever the folder is called.
 *
 * @example
 * ```ts
 * import { defineContract, route } from '@nyxcore/client'
 * import { implement, toNext } from '@nyxcore/client/server'
 * import { z } from 'zod'
 *
 * const api = defineContract({ ping: route.get('/api/ping', { responses: { 200: z.string() } }) })
 * export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = toNext(implement(api, { ping: () => 'pong' }))
 * ```
 */
export function toNext(implementation: Implementation): NextHandlers {
  const handle: NextHandler = (request, context) => implementation(request, context)
  return {
    GET: handle,
    HEAD: handle,
    POST: handle,
    PUT: handle,
    PATCH: handle,
    DELETE: handle,
    OPTIONS: handle,
  }
}
