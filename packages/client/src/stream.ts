import { connect, type Session } from './connection.ts'
import { fuse } from './fuse.ts'
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
  let { lastEventId = '', signal } = given
  const session: Session = Object.assign(fuse(signal), { lastEventId })
  const source = connect(core, route, given, session)
  const queue: StreamEvent[] = []
  let head = 0

  const isReady = () => head < queue.length && !signal?.aborted
  const take = (): Result => {
    const value = queue[head++]!
    lastEventId = value.id ?? lastEventId
    return { done: false, value }
  }
  const pull = async (): Promise<Result> => {
    while (!isReady()) {
      lastEventId = session.lastEventId
      const { value } = await source.next()
      if (head >= queue.length) queue.length = head = 0
      if (value) queue.push(...value)
      else if (!isReady()) return { done: true, value: undefined }
    }
    return take()
  }
  const close = async (): Promise<Result> => {
    session.closed = true
    queue.length = 0
    session.clear()
    await source.return()
    return { done: true, value: undefined }
  }

  return {
    // Most events come in chunks with others and need no wait; an async generator would take three for each.
    next: () => (isReady() ? Promise.resolve(take()) : pull()),
    return: close,
    close,
    get lastEventId() {
      return lastEventId
    },
    [Symbol.asyncIterator]() {
      return this
    },
    [Symbol.asyncDispose]: close as () => Promise<never>,
  }
}

type Result = IteratorResult<StreamEvent, undefined>
