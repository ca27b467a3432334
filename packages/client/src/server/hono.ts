import type { Implementation } from './types.ts'

/** The part of Hono's context that is needed. */
export interface HonoLike {
  readonly req: { readonly raw: Request }
}

/** A middleware of Hono. */
export type HonoHandler = (
  context: HonoLike,
  next: () => Promise<void>,
  // biome-ignore lint/suspicious/noConfusingVoidType: what Hono's own handlers resolve to.
) => Promise<Response | void>

/**
 * Serves an implementation in Hono. Paths that the contract does not have go on to the next handler; `context` gets
 * Hono's context as `info.platform`.
 *
 * @example
 * ```ts
 * import { defineContract, route } from '@nyxcore/client'
 * import { implement, toHono } from '@nyxcore/client/server'
 * import { Hono } from 'hono'
 * import { z } from 'zod'
 *
 * const api = defineContract({ ping: route.get('/ping', { responses: { 200: z.string() } }) })
 * export const app = new Hono().use(toHono(implement(api, { ping: () => 'pong' })))
 * ```
 */
export function toHono(implementation: Implementation): HonoHandler {
  return async (context, next) => {
    const { raw } = context.req
    if (!implementation.matches(raw.url)) return next()
    return implementation(raw, context)
  }
}
