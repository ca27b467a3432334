import type { Given } from './prepare.ts'
import { call } from './request.ts'
import type { AnySchema, StandardSchema } from './standard.ts'
import type { CallOptions, Contract, Core, Pager, RouteDef, RouteEndpoint } from './types.ts'

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
  patch: maker('PATCH'),
  delete: maker('DELETE'),
}

function maker<M extends string>(method: M): RouteMaker<M> {
  return (path, def) => ({ kind: 'route', method, path, def, '~bind': bindRoute })
}

function bindRoute(core: Core, endpoint: RouteEndpoint): unknown {
  type All = Given & CallOptions
  const run = async (given: All = {}) => (await call(core, endpoint, given)).data
  const safe = (given: All = {}) =>
    call(core, endpoint, given).catch((error) => {
      const known = error.declared ? error : {}
      return { ok: false, status: known.status, data: known.data, error }
    })
  async function* pages({ query = {}, ...rest }: All = {}) {
    for (let next: Record<string, unknown> | undefined = query; next; ) {
      const page: unknown = await run({ ...rest, query: next })
      yield page
      next = endpoint.def.page?.['~next'](next, page)
    }
  }
  async function* all(given?: All) {
    for await (const page of pages(given)) {
      yield* (page as Record<string, unknown[]>)[endpoint.def.page!.items]!
    }
  }
  return Object.assign(run, { safe, route: endpoint }, endpoint.def.page && { pages, all })
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

/** Kinds of bodies that are no JSON. */
export interface RawKinds {
  text: string
  blob: Blob
  bytes: Uint8Array
  arrayBuffer: ArrayBuffer
  formData: FormData
  /** As it arrives. The attempt's time covers the headers only. */
  stream: ReadableStream<Uint8Array>
}

/** A schema for a body that is no JSON; it lets everything through. */
export interface RawSchema<T> extends StandardSchema<T, T> {
  readonly raw: keyof RawKinds
}

/**
 * Says that a body is no JSON.
 *
 * @example
 * ```ts
 * import { raw, route } from '@nyxcore/client'
 *
 * export const report = route.get('/reports/:id.pdf', { responses: { 200: raw('stream') } })
 * ```
 */
export function raw<K extends keyof RawKinds>(kind: K): RawSchema<RawKinds[K]> {
  return {
    raw: kind,
    '~standard': { version: 1, vendor: 'nyxcore', validate: (value) => ({ value: value as RawKinds[K] }) },
  }
}

/**
 * Pages by cursor: each page says where the next one starts, and the last one says nothing (null, undefined or '').
 *
 * `param` is the name of the query parameter, `next` and `items` are fields of the page.
 */
export function cursor<const I extends string>(names: {
  readonly param: string
  readonly next: string
  readonly items: I
}): Pager<I> {
  return {
    items: names.items,
    '~next': (query, page) => {
      const next = (page as Record<string, unknown>)[names.next]
      // A cursor that repeats would never end.
      return next == null || next === '' || next === query[names.param]
        ? undefined
        : { ...query, [names.param]: next }
    },
  }
}

/** Pages by number, from `start` (default 1) until one comes without items. */
export function pages<const I extends string>(names: {
  readonly param: string
  readonly items: I
  readonly start?: number | undefined
}): Pager<I> {
  return {
    items: names.items,
    '~next': (query, page) =>
      (page as Record<string, unknown[]>)[names.items]?.length
        ? { ...query, [names.param]: Number(query[names.param] ?? names.start ?? 1) + 1 }
        : undefined,
  }
}

export type { AnySchema }
