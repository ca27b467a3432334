import type { Given } from './prepare.ts'
import { call } from './request.ts'
import type { CallOptions, Contract, Core, RouteDef, RouteEndpoint } from './types.ts'

/** Makes routes of one method. Path parameters are written `:name` and are inferred. */
export type RouteMaker<M extends string, D extends RouteDef = RouteDef> = <
  const P extends `/${string}`,
  const Def extends D,
>(
  path: P,
  def: Def,
) => RouteEndpoint<M, P, Def>

type WithoutBody = RouteDef & { readonly body?: undefined }

/**
 * Makes the JSON routes of a contract.
 *
 * @example
 * ```ts
 * import { route } from '@nyxcore/client'
 * import { z } from 'zod'
 *
 * export const getNote = route.get('/api/v1/notes/:id', { responses: { 200: z.object({ text: z.string() }) } })
 * ```
 */
export const route: {
  readonly get: RouteMaker<'GET', WithoutBody>
  readonly post: RouteMaker<'POST'>
  readonly put: RouteMaker<'PUT'>
  readonly patch: RouteMaker<'PATCH'>
  readonly delete: RouteMaker<'DELETE'>
} = {
  get: maker('GET'),
  post: maker('POST'),
  put: maker('PUT'),
  delete: maker('DELETE'),
  patch: maker('PATCH'),
}

function maker<M extends string>(method: M): RouteMaker<M> {
  return (path, def) => ({ path, method, kind: 'route', '~bind': bindRoute, def })
}

/**
 * A contract: routes and streams under names, nested at will. It returns what it was given; its use is the
 * check of its shape.
 *
 * @example
 * ```ts
 * import { defineContract, route, stream } from '@nyxcore/client'
 * import { z } from 'zod'
 *
 * export const api = defineContract({
 *   health: route.get('/health', { responses: { 200: z.object({ ok: z.boolean() }) } }),
 *   runs: {
 *     events: stream('/runs/:id/events', { events: { step: z.string(), done: z.null() }, final: ['done'] }),
 *   },
 * })
 * ```
 */
export function defineContract<const C extends Contract>(contract: C): C {
  return contract
}

function bindRoute(core: Core, route: RouteEndpoint): unknown {
  type All = Given & CallOptions
  const safe = (given?: All) =>
    call(core, route, given).then(
      (answer) => ({ ok: true, ...answer }),
      (error) => ({ ok: false, error, ...(error.declared && { status: error.status, data: error.data }) }),
    )
  const run = (given?: All) => call(core, route, given).then(({ data }) => data)
  return Object.assign(run, { safe, route }, route.def.page?.walk_(run, route))
}
