import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { EventStream, EventsOf, StreamArgs, StreamCall, StreamEndpoint, StreamEvent } from '../index.ts'
import { keyOf } from '../tabs/key.ts'
import { type StreamState, StreamStore } from './stream-store.ts'

/** What {@link useEventStream} takes besides what the stream itself does. */
export interface EventStreamOptions<E, S> {
  /** `false`: do not open the stream, or close it. Default true. */
  readonly enabled?: boolean | undefined
  /** Events that `data` keeps, where there is no `reduce`. Default 1000. */
  readonly keep?: number | undefined
  /** Makes one state of all events; `initial` is where it starts. */
  readonly reduce?: ((state: S, event: E) => S) | undefined
  readonly initial?: S | undefined
  /** Sees each event, also those that come together in one rendering. */
  readonly onEvent?: ((event: E) => void) | undefined
}

/** {@link StreamState}, and a way to start over. */
export interface EventStreamResult<E, S> extends StreamState<E, S> {
  /** Opens the stream anew, with empty data. */
  restart(): void
}

type First<A> = A extends readonly [(infer T)?] ? NonNullable<T> : never
/** What the stream's call takes, except for what the hook itself sees to. */
export type StreamHookArgs<S extends StreamEndpoint> = Omit<
  First<StreamArgs<S>>,
  'onOpen' | 'onReconnect' | 'signal'
>

/**
 * Reads an event stream while a component is there, and closes it when it goes.
 *
 * The stream is opened again where its arguments change in what they say (they are compared as JSON, so they may be
 * written inline). It reconnects and resumes by itself, as the client does; `status` tells. On the server, and in the
 * first rendering in the browser, it is `idle`.
 *
 * @example
 * ```tsx
 * import { createClient, defineContract, stream } from '@nyxcore/client'
 * import { useEventStream } from '@nyxcore/client/react'
 * import { z } from 'zod'
 *
 * const api = defineContract({
 *   run: stream('/runs/:id', { events: { step: z.object({ n: z.number() }), done: z.null() }, final: ['done'] }),
 * })
 * const client = createClient(api)
 *
 * export function Run({ id }: { id: string }) {
 *   const { status, data } = useEventStream(client.run, { params: { id } })
 *   return <p>{status}: {data.length} events</p>
 * }
 * ```
 */
export function useEventStream<S extends StreamEndpoint, T = readonly EventsOf<S['def']>[]>(
  call: StreamCall<S>,
  args: StreamHookArgs<S>,
  options: EventStreamOptions<EventsOf<S['def']>, T> = {},
): EventStreamResult<EventsOf<S['def']>, T> {
  type Event = EventsOf<S['def']> & StreamEvent
  const [generation, setGeneration] = useState(0)
  const latest = useRef({ args, options })
  useEffect(() => {
    latest.current = { args, options }
  })
  const key = keyOf(args)
  // A store for each opening: what an older one still gathers cannot reach this one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the arguments.
  const store = useMemo(() => {
    const { keep = 1000, initial, reduce } = options
    const gather = (events: readonly Event[], event: Event) =>
      events.length < keep ? [...events, event] : [...events.slice(events.length - keep + 1), event]
    return new StreamStore<Event, T>({
      initial: reduce ? (initial as T) : ([] as unknown as T),
      reduce: reduce
        ? (state, event) => (latest.current.options.reduce ?? reduce)(state, event)
        : (gather as unknown as (state: T, event: Event) => T),
      onEvent: (event) => latest.current.options.onEvent?.(event),
    })
  }, [call, key, generation])

  const { enabled = true } = options
  useEffect(() => {
    if (!enabled) return
    const open = call as unknown as (args: object) => EventStream<Event>
    return store.start((signals) => open({ ...latest.current.args, ...signals }))
  }, [store, enabled, call])

  const state = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot)
  const restart = useCallback(() => setGeneration((n) => n + 1), [])
  return useMemo(() => ({ ...state, restart }), [state, restart])
}
