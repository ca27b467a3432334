import type { EventStream, EventsOf, StreamArgs, StreamCall, StreamEndpoint, StreamEvent } from '../index.ts'
import { keyOf } from './key.ts'
import { Member } from './member.ts'

/** How tabs share a stream. */
export interface ShareOptions {
  /**
   * For whom the events are, such as the id of the user and the tenant: tabs share only under the same scope. After
   * somebody else has signed in, the scope has to be another one.
   */
  readonly scope: string
  /** Events that each tab keeps for tabs that come later, at least. Default 1000. */
  readonly keep?: number | undefined
}

/**
 * Makes a stream share one connection over all tabs of a browser: one tab holds it (Web Locks) and tells the others
 * (BroadcastChannel). Where that tab goes, another one resumes after the last event. A tab that comes later gets what
 * came before, or `nyx.gap` where that is no longer kept. Browsers on HTTP/1.1 open at most six connections to a server,
 * for all tabs together: this is for those, and for the server.
 *
 * What it returns is called as the stream itself. Calls share if they ask for the same: the scope, the path, and the
 * arguments as JSON. Data has to be cloneable (dates, maps and typed arrays are; functions are not). Where a browser has no
 * Web Locks, and outside of browsers, each call has a connection of its own.
 *
 * @example
 * ```ts
 * import { createClient, defineContract, stream } from '@nyxcore/client'
 * import { share } from '@nyxcore/client/tabs'
 * import { z } from 'zod'
 *
 * const client = createClient(
 *   defineContract({ feed: stream('/projects/:id/feed', { events: { changed: z.object({ note: z.string() }) } }) }),
 * )
 * const feed = share(client.feed, { scope: 'tenant-1/user-7' })
 * for await (const event of feed({ params: { id: 'p1' } })) console.log(event.data)
 * ```
 */
export function share<S extends StreamEndpoint>(call: StreamCall<S>, options: ShareOptions): StreamCall<S> {
  type Args = {
    readonly lastEventId?: string
    readonly signal?: AbortSignal
    readonly onOpen?: (headers: Headers) => void
  }
  const { route } = call
  const open = call as unknown as (args: Args) => EventStream<StreamEvent>
  const shared = (args: Args = {}): EventStream<StreamEvent> => {
    if (typeof BroadcastChannel === 'undefined' || typeof navigator === 'undefined' || !navigator.locks)
      return open(args)
    const { lastEventId, signal, onOpen, ...same } = args
    return new Member({
      name: `@nyxcore/client ${options.scope} ${route.method} ${route.path} ${keyOf(same)}`,
      keep: options.keep ?? 1000,
      lastEventId,
      route,
      signal,
      onOpen,
      open: (from) => open({ ...args, ...(from === undefined ? {} : { lastEventId: from }) }),
    })
  }
  return Object.assign(shared, { route }) as unknown as (
    ...args: StreamArgs<S>
  ) => EventStream<EventsOf<S['def']>> as StreamCall<S>
}
