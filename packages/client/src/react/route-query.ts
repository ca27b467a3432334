import type { ClientError, DeclaredError, RouteArgs, RouteCall, RouteEndpoint, Success } from '../index.ts'

type First<A> = A extends readonly [(infer T)?] ? NonNullable<T> : never

/** What a route's call takes, except for the signal, which is the query's. */
export type RouteHookArgs<R extends RouteEndpoint> = Omit<First<RouteArgs<R>>, 'signal'>

/** What a route returns. TanStack Query knows no undefined: an answer without a body is null. */
export type RouteData<R extends RouteEndpoint> =
  Success<R> extends infer T ? (T extends undefined ? null : T) : never

/** What a route fails with. */
export type RouteFailure<R extends RouteEndpoint> = DeclaredError<R> | ClientError

/** Arguments that may be left out where none is required, and options. */
export type ArgsAndOptions<A, O> =
  Record<never, never> extends A
    ? [args?: A | undefined, options?: O | undefined]
    : [args: A, options?: O | undefined]

/** The key under which a route's answers are cached. */
export type RouteKey = readonly [
  '@nyxcore/client',
  method: string,
  path: string,
  args?: Readonly<Record<string, unknown>>,
]

type CallArgs = Readonly<Record<string, unknown>>

/**
 * The key of a route, to invalidate or to read: with arguments of that call, without them of every call of the route.
 *
 * @example
 * ```ts
 * import { createClient, defineContract, route } from '@nyxcore/client'
 * import { routeKey } from '@nyxcore/client/react/query'
 * import { QueryClient } from '@tanstack/react-query'
 * import { z } from 'zod'
 *
 * const client = createClient(defineContract({ notes: route.get('/notes', { responses: { 200: z.array(z.string()) } }) }))
 * await new QueryClient().invalidateQueries({ queryKey: routeKey(client.notes) })
 * ```
 */
export function routeKey<R extends RouteEndpoint>(
  call: RouteCall<R>,
  args?: RouteHookArgs<R> | undefined,
): RouteKey {
  const { method, path } = call.route
  if (!args) return ['@nyxcore/client', method, path]
  // Credentials belong into no cache key, and what is about the sending changes no answer.
  const { params, query, body } = args as CallArgs
  const known = Object.entries({ params, query, body }).filter(([, value]) => value !== undefined)
  return known.length > 0
    ? ['@nyxcore/client', method, path, Object.fromEntries(known)]
    : ['@nyxcore/client', method, path]
}

/** A route as TanStack Query's options. */
export interface RouteQuery<R extends RouteEndpoint> {
  readonly queryKey: RouteKey
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<RouteData<R>>
  /** The client retries by itself. */
  readonly retry: false
}

/**
 * A route as options for `useQuery`, `prefetchQuery` (in a server component or a loader) and their like.
 *
 * @example
 * ```ts
 * import { createClient, defineContract, route } from '@nyxcore/client'
 * import { routeQuery } from '@nyxcore/client/react/query'
 * import { QueryClient } from '@tanstack/react-query'
 * import { z } from 'zod'
 *
 * const client = createClient(defineContract({ note: route.get('/notes/:id', { responses: { 200: z.string() } }) }))
 * await new QueryClient().prefetchQuery(routeQuery(client.note, { params: { id: 7 } }))
 * ```
 */
export function routeQuery<R extends RouteEndpoint>(
  call: RouteCall<R>,
  ...[args]: ArgsAndOptions<RouteHookArgs<R>, never>
): RouteQuery<R> {
  const send = call as unknown as (args: CallArgs) => Promise<unknown>
  return {
    queryKey: routeKey(call, args),
    queryFn: async ({ signal }) => ((await send({ ...args, signal })) ?? null) as RouteData<R>,
    retry: false,
  }
}
