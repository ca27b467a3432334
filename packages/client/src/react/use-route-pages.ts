import {
  type InfiniteData,
  type UseInfiniteQueryOptions,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query'
import type { PagedCall, RouteEndpoint } from '../index.ts'
import {
  type ArgsAndOptions,
  type RouteData,
  type RouteFailure,
  type RouteHookArgs,
  type RouteKey,
  routeKey,
} from './route-query.ts'

type PageParam = Record<string, unknown>

/** Options of `useInfiniteQuery`, less those that the route gives. */
export type UseRoutePagesOptions<R extends RouteEndpoint> = Omit<
  UseInfiniteQueryOptions<
    RouteData<R>,
    RouteFailure<R>,
    InfiniteData<RouteData<R>, PageParam>,
    readonly unknown[],
    PageParam
  >,
  'queryKey' | 'queryFn' | 'getNextPageParam' | 'initialPageParam'
>

/**
 * Fetches a list page by page, with TanStack Query; how pages follow each other is the contract's to say (`page`).
 *
 * @example
 * ```tsx
 * import { createClient, cursor, defineContract, route } from '@nyxcore/client'
 * import { useRoutePages } from '@nyxcore/client/react/query'
 * import { z } from 'zod'
 *
 * const client = createClient(
 *   defineContract({
 *     notes: route.get('/notes', {
 *       query: z.object({ after: z.string().optional() }),
 *       responses: { 200: z.object({ items: z.array(z.string()), next: z.string().nullable() }) },
 *       page: cursor({ param: 'after', next: 'next', items: 'items' }),
 *     }),
 *   }),
 * )
 *
 * export function Notes() {
 *   const { data, hasNextPage, fetchNextPage } = useRoutePages(client.notes)
 *   const rows = data?.pages.flatMap((page) => page.items) ?? []
 *   return (
 *     <>
 *       {rows.map((row) => <p key={row}>{row}</p>)}
 *       {hasNextPage && <button type="button" onClick={() => fetchNextPage()}>More</button>}
 *     </>
 *   )
 * }
 * ```
 */
export function useRoutePages<R extends RouteEndpoint, I extends string>(
  call: PagedCall<R, I>,
  ...[args, options]: ArgsAndOptions<RouteHookArgs<R>, UseRoutePagesOptions<R>>
): UseInfiniteQueryResult<InfiniteData<RouteData<R>, PageParam>, RouteFailure<R>> {
  const send = call as unknown as (args: object) => Promise<unknown>
  const given = args as { readonly query?: PageParam } | undefined
  const pager = call.route.def.page
  return useInfiniteQuery({
    retry: false,
    ...options,
    // One page and all of them are different things in the cache.
    queryKey: [...(routeKey(call, args) satisfies RouteKey), 'pages'] as readonly unknown[],
    queryFn: async ({ pageParam, signal }) =>
      (await send({ ...given, query: pageParam, signal })) as RouteData<R>,
    initialPageParam: given?.query ?? {},
    getNextPageParam: (page: RouteData<R>, _pages: RouteData<R>[], query: PageParam) =>
      pager?.next_(query, page as PageParam),
  })
}
