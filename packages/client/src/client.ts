import { ApiError } from './errors.ts'
import type { StreamCall, StreamEndpoint } from './stream-types.ts'
import type {
  ClientOptions,
  Contract,
  Core,
  DeclaredError,
  PagedCall,
  Pager,
  RouteCall,
  RouteDef,
  RouteEndpoint,
} from './types.ts'

/** A contract as functions. */
export type Client<C> = {
  readonly [K in keyof C]: C[K] extends RouteEndpoint
    ? C[K]['def'] extends { readonly page: Pager<infer I> }
      ? PagedCall<C[K], I>
      : RouteCall<C[K]>
    : C[K] extends StreamEndpoint
      ? StreamCall<C[K]>
      : Client<C[K]>
}

/**
 * Makes a contract callable.
 *
 * @example
 * ```ts
 * import { createClient, defineContract, route } from '@nyxcore/client'
 * import { z } from 'zod'
 *
 * const api = defineContract({
 *   note: route.get('/notes/:id', { responses: { 200: z.object({ text: z.string() }) } }),
 * })
 * const client = createClient(api, { baseUrl: 'https://api.example.com', auth: () => 'token' })
 * export const text = async (): Promise<string> => (await client.note({ params: { id: 7 } })).text
 * ```
 */
export function createClient<const C extends Contract>(contract: C, options: ClientOptions = {}): Client<C> {
  // Its prototype are the options: what the user changes in them later holds.
  const core: Core & { __proto__: object } = {
    debt_: 0,
    __proto__: options,
    base_: `${options.baseUrl ?? ''}`.replace(/\/+$/, ''),
  }
  const bind = (node: RouteEndpoint | Contract): unknown => {
    if ('~bind' in node) return (node as RouteEndpoint)['~bind'](core, node as never)
    const calls: Record<string, unknown> = {}
    for (const name in node) calls[name] = bind((node as Contract)[name] as Contract)
    return calls
  }
  return bind(contract) as Client<C>
}

/**
 * Whether a call failed because the server answered with an error status; with a route, whether with one that
 * the route declares, which gives `status` and `data` their types.
 *
 * @example
 * ```ts
 * import { defineContract, isApiError, route } from '@nyxcore/client'
 * import { z } from 'zod'
 *
 * const api = defineContract({
 *   note: route.get('/notes/:id', {
 *     responses: { 200: z.object({ text: z.string() }), 410: z.object({ since: z.string() }) },
 *   }),
 * })
 * export const goneSince = (error: unknown): string | undefined =>
 *   isApiError(api.note, error) && error.status === 410 ? error.data.since : undefined
 * ```
 */
export function isApiError(error: unknown): error is ApiError
export function isApiError<R extends { readonly def: RouteDef }>(
  route: R | { readonly route: R },
  error: unknown,
): error is DeclaredError<R>
export function isApiError(given: unknown, error: unknown = given): boolean {
  return (
    error instanceof ApiError &&
    (error === given || (error.declared && error.route === ((given as { route?: unknown })?.route ?? given)))
  )
}
