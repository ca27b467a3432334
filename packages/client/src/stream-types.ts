import type { ClientError } from './errors.ts'
import type { AnySchema, InferOutput } from './standard.ts'
import type { Args, Bind, CallOptions, Inputs } from './types.ts'

/** What one event stream takes and sends. */
export interface StreamDef {
  readonly params?: AnySchema | undefined
  readonly query?: AnySchema | undefined
  readonly headers?: AnySchema | undefined
  readonly body?: AnySchema | undefined
  /** The events' data by name; an event without a name is called `message`. */
  readonly events: { readonly [name: string]: AnySchema }
  /** Events after which the stream is complete. A stream that has some is never taken for complete without one. */
  readonly final?: readonly string[] | undefined
  /** GET by default. Another method reconnects only with an Idempotency-Key and an event id. */
  readonly method?: string | undefined
  /** How data is written: JSON (default; what is not JSON is taken for a string), or text as it is. */
  readonly format?: 'json' | 'text' | undefined
  /** Events of other names: `ignore` (default), or `yield` as {@link UnknownEvent}. */
  readonly unknown?: 'ignore' | 'yield' | undefined
  /** Data that does not fit: `throw` (default), `yield` as {@link InvalidEvent}, or `skip`. */
  readonly invalid?: 'throw' | 'yield' | 'skip' | undefined
  /**
   * Whether a broken connection may be opened again. Default: yes, except where `final` is declared and events came
   * without an id, since starting over would send them twice.
   */
  readonly resume?: boolean | undefined
  readonly idempotent?: boolean | undefined
  readonly auth?: boolean | undefined
  readonly summary?: string | undefined
  readonly tags?: readonly string[] | undefined
}

/** An event stream of a contract. Made by `stream`. */
export interface StreamEndpoint<P extends string = string, D extends StreamDef = StreamDef> {
  readonly kind: 'stream'
  readonly method: string
  readonly path: P
  readonly def: D
  /** @internal */
  readonly '~bind': Bind
}

/** One declared event. `id` is there where the server sent one with it. */
export type StreamEvent<Type extends string = string, Data = unknown> = {
  readonly type: Type
  readonly data: Data
  readonly id?: string
}

/** The server no longer has what came after the id asked for: events are missing between the two. */
export type GapEvent = StreamEvent<
  'nyx.gap',
  { readonly requested: string | null; readonly oldest: string | null }
>

/** An event whose name the contract does not declare, its data unparsed. */
export type UnknownEvent = StreamEvent<'nyx.unknown', { readonly type: string; readonly data: string }>

/** An event whose data does not fit its schema, its data unparsed. */
export type InvalidEvent = StreamEvent<
  'nyx.invalid',
  { readonly type: string; readonly data: string; readonly error: ClientError }
>

/** All that a stream yields: its declared events, gaps, and what its options ask for. */
export type EventsOf<D extends StreamDef> =
  | { [K in keyof D['events'] & string]: StreamEvent<K, InferOutput<D['events'][K]>> }[keyof D['events'] &
      string]
  | GapEvent
  | (D extends { readonly unknown: 'yield' } ? UnknownEvent : never)
  | (D extends { readonly invalid: 'yield' } ? InvalidEvent : never)

/** How a stream comes back. Times are in milliseconds. */
export interface ReconnectOptions {
  /** Failures in a row, without a new event between them, before it gives up. Default 10. */
  readonly attempts?: number | undefined
  /** The shortest wait, whatever `retry` the server sends. Default 500. */
  readonly minDelay?: number | undefined
  /** Upper bound of the backoff. Default 30 000. A longer `retry` or Retry-After is obeyed up to five minutes. */
  readonly maxDelay?: number | undefined
  /** How long a connection must have been open for the backoff to start over. Default 5 000. */
  readonly stableAfter?: number | undefined
}

/** What opening a stream may be given. */
export interface StreamOptions extends CallOptions {
  /** Where to go on from: the id of the last event that was seen, perhaps on an earlier page. */
  readonly lastEventId?: string | undefined
  readonly reconnect?: ReconnectOptions | undefined
  /** Silence, comments included, after which a connection is taken for dead. Default 45 000; 0 turns it off. */
  readonly idleTimeout?: number | undefined
  /** Characters that one event may have. Default 16 Mi. */
  readonly maxEventSize?: number | undefined
  /** Drop events that an earlier connection had already brought, by id. Default true. */
  readonly dedupe?: boolean | undefined
  /** A connection stands; called again after each reconnect. */
  readonly onOpen?: ((headers: Headers) => void) | undefined
  /** Before a wait of `delay` milliseconds; `cause` is undefined after a clean end. */
  readonly onReconnect?: ((info: { attempt: number; delay: number; cause: unknown }) => void) | undefined
  /** Is given a function that reconnects at once; returns one that stops. See `@nyxcore/client/wake`. */
  readonly wake?: ((reconnect: () => void) => () => void) | undefined
}

export type StreamArgs<S extends StreamEndpoint> = Args<Inputs<S['path'], S['def']> & StreamOptions>

/** An open stream: iterate it once. `break`, `close()`, `await using` and the signal close its socket. */
export interface EventStream<E> {
  [Symbol.asyncIterator](): EventStream<E>
  next(): Promise<IteratorResult<E, undefined>>
  return(): Promise<IteratorResult<E, undefined>>
  [Symbol.asyncDispose](): Promise<void>
  /**
   * Calls back with each event, which costs no promise an event; one that the callback returns is waited for. Resolves
   * at the end, and rejects where a loop would throw; where the callback throws, the stream is closed.
   */
  forEach(callback: (event: E) => unknown): Promise<void>
  /** Ends it; the loop over it ends too. */
  close(): Promise<unknown>
  /** The id of the last event that was handed out: what `lastEventId` takes to go on from here. */
  readonly lastEventId: string
}

/** A stream as a function. */
export interface StreamCall<S extends StreamEndpoint> {
  (...args: StreamArgs<S>): EventStream<EventsOf<S['def']>>
  readonly route: S
}
