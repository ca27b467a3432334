import { open } from './connection.ts'
import type { Given } from './prepare.ts'
import type { StreamDef, StreamEndpoint, StreamOptions } from './stream-types.ts'
import type { Core } from './types.ts'

/**
 * Makes an event stream of a contract. Path parameters are written `:name` and are inferred.
 *
 * @example
 * ```ts
 * import { createClient, defineContract, stream } from '@nyxcore/client'
 * import { z } from 'zod'
 *
 * const api = defineContract({
 *   events: stream('/api/v1/events/workflows/:id', {
 *     events: { 'step.started': z.object({ step: z.string() }), done: z.object({ ms: z.number() }) },
 *     final: ['done'],
 *   }),
 * })
 * const client = createClient(api)
 * for await (const event of client.events({ params: { id: 'w1' } })) {
 *   if (event.type === 'step.started') console.log(event.data.step)
 * }
 * ```
 */
export function stream<const P extends `/${string}`, const D extends StreamDef>(
  path: P,
  def: D & { readonly final?: readonly (keyof D['events'])[] | undefined },
): StreamEndpoint<P, D> {
  return {
    path,
    def,
    method: def.method ?? 'GET',
    kind: 'stream',
    '~bind': (core: Core, route: StreamEndpoint) =>
      Object.assign((given?: Given & StreamOptions) => open(core, route, given), { route }),
  }
}
