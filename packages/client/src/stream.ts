import { toClientError } from './attempt.ts'
import { connect, type Made } from './connection.ts'
import type { Given } from './prepare.ts'
import type { EventStream, StreamDef, StreamEndpoint, StreamEvent, StreamOptions } from './stream-types.ts'
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
    kind: 'stream',
    method: def.method ?? 'GET',
    path,
    def,
    '~bind': (core: Core, route: StreamEndpoint) =>
      Object.assign((given: Given & StreamOptions = {}) => open(core, route, given), { route }),
  }
}

function open(core: Core, route: StreamEndpoint, given: Given & StreamOptions): EventStream<StreamEvent> {
  const { signal } = given
  const line = connect(core, route, given)
  const { queue } = line
  let { lastEventId } = line
  let head = 0
  let filling: Promise<void> | undefined

  const isReady = () => head < queue.length && !signal?.aborted
  const deliver = (made: Awaited<Made>): Result | Promise<Result> => {
    if (!made) return self.next()
    if (made instanceof Error) {
      close()
      throw made
    }
    lastEventId = made.id ?? lastEventId
    return { done: false, value: made }
  }
  const pull = async (): Promise<Result> => {
    while (!isReady()) {
      if (head < queue.length) throw toClientError(route, signal?.reason, signal)
      if (line.ended) return { done: true, value: undefined }
      queue.length = head = 0
      lastEventId = line.lastEventId
      filling ??= line.fill().finally(() => {
        filling = undefined
      })
      await filling
    }
    return take()
  }
  // Most events come in chunks with others and need no wait; an async generator would take three for each.
  const take = async (): Promise<Result> => deliver(await queue[head++])
  const close = async (): Promise<Result> => {
    queue.length = head = 0
    line.end()
    await filling
    return { done: true, value: undefined }
  }
  const self: EventStream<StreamEvent> = {
    next: () => (isReady() ? take() : pull()),
    return: close,
    close,
    get lastEventId() {
      return lastEventId
    },
    [Symbol.asyncIterator]: () => self,
    [Symbol.asyncDispose]: close as () => Promise<never>,
  }
  return self
}

type Result = IteratorResult<StreamEvent, undefined>
