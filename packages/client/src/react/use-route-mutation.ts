import { type UseMutationOptions, type UseMutationResult, useMutation } from '@tanstack/react-query'
import type { RouteCall, RouteEndpoint, Success } from '../index.ts'
import type { RouteFailure, RouteHookArgs } from './route-query.ts'

/** Options of `useMutation`, less the one that the route gives. */
export type UseRouteMutationOptions<R extends RouteEndpoint> = Omit<
  UseMutationOptions<Success<R>, RouteFailure<R>, RouteHookArgs<R>>,
  'mutationFn'
>

/**
 * Calls a route that changes something, with TanStack Query. `mutate` takes what the call takes.
 *
 * @example
 * ```tsx
 * import { createClient, defineContract, route } from '@nyxcore/client'
 * import { routeKey, useRouteMutation } from '@nyxcore/client/react/query'
 * import { useQueryClient } from '@tanstack/react-query'
 * import { z } from 'zod'
 *
 * const client = createClient(
 *   defineContract({
 *     list: route.get('/notes', { responses: { 200: z.array(z.string()) } }),
 *     add: route.post('/notes', { body: z.object({ text: z.string() }), responses: { 201: z.null() } }),
 *   }),
 * )
 *
 * export function Add() {
 *   const cache = useQueryClient()
 *   const add = useRouteMutation(client.add, {
 *     onSuccess: () => cache.invalidateQueries({ queryKey: routeKey(client.list) }),
 *   })
 *   return <button type="button" onClick={() => add.mutate({ body: { text: 'Buy milk' } })}>Add</button>
 * }
 * ```
 */
export function useRouteMutation<R extends RouteEndpoint>(
  call: RouteCall<R>,
  options: UseRouteMutationOptions<R> = {},
): UseMutationResult<Success<R>, RouteFailure<R>, RouteHookArgs<R>> {
  const send = call as unknown as (args: RouteHookArgs<R>) => Promise<Success<R>>
  return useMutation({ ...options, mutationFn: (args: RouteHookArgs<R>) => send(args) })
}
