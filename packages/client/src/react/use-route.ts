import { type UseQueryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { RouteCall, RouteEndpoint } from '../index.ts'
import {
  type ArgsAndOptions,
  type RouteData,
  type RouteFailure,
  type RouteHookArgs,
  type RouteKey,
  routeQuery,
} from './route-query.ts'

/** Options of `useQuery`, less the two that the route gives. */
export type UseRouteOptions<R extends RouteEndpoint, T = RouteData<R>> = Omit<
  UseQueryOptions<RouteData<R>, RouteFailure<R>, T, RouteKey>,
  'queryKey' | 'queryFn'
>

/**
 * Calls a route with TanStack Query: cached by its path and arguments, aborted when nobody waits for it any more.
 * Retries are the client's own, so `retry` is false unless it is given.
 *
 * @example
 * ```tsx
 * import { createClient, defineContract, route } from '@nyxcore/client'
 * import { useRoute } from '@nyxcore/client/react/query'
 * import { z } from 'zod'
 *
 * const client = createClient(
 *   defineContract({ note: route.get('/notes/:id', { responses: { 200: z.object({ text: z.string() }) } }) }),
 * )
 *
 * export function Note({ id }: { id: string }) {
 *   const { data, error } = useRoute(client.note, { params: { id } }, { staleTime: 10_000 })
 *   return error ? <p>{error.message}</p> : <p>{data?.text}</p>
 * }
 * ```
 */
export function useRoute<R extends RouteEndpoint, T = RouteData<R>>(
  call: RouteCall<R>,
  ...[args, options]: ArgsAndOptions<RouteHookArgs<R>, UseRouteOptions<R, T>>
): UseQueryResult<T, RouteFailure<R>> {
  const query = routeQuery(call, ...([args] as ArgsAndOptions<RouteHookArgs<R>, never>))
  return useQuery<RouteData<R>, RouteFailure<R>, T, RouteKey>({ ...query, ...options })
}
