import type { CloseReason } from './lifecycle.ts'
import type { InferInput, StandardSchema } from './schema.ts'

/** Event names, and the Standard Schema of each one's data. */
export type EventSchemas = Record<string, StandardSchema>

/** What was lost before a stream went on: the `data` of the reserved event `nyx.gap`. */
export interface Gap {
  /** The cursor that the client asked for, or `null` if it sent none. */
  readonly requested: string | null
  /** The oldest id that is still there, or `null` if unknown. */
  readonly oldest: string | null
}

/** The names that a stream may send. Other names that begin with `nyx.` are the protocol's own. */
export type EventName<E extends EventSchemas> = (keyof E & string) | 'nyx.gap'

/** What an event carries: its schema's input, for that is what travels on the wire. */
export type EventData<E extends EventSchemas, K> = K extends 'nyx.gap'
  ? Gap
  : K extends keyof E
    ? InferInput<E[K]>
    : never

/** What may go with an event. */
export interface EventMeta {
  /** The cursor that a client sends back as `Last-Event-ID`. No CR, LF or NUL. */
  readonly id?: string | undefined
  /** How long a client waits before it reconnects, in whole milliseconds. */
  readonly retry?: number | undefined
}

/** One block of an event stream. `data` is written as JSON, `text` as it stands, one `data:` line a line. */
export interface WireEvent extends EventMeta {
  readonly type?: string | undefined
  readonly data?: unknown
  readonly text?: string | undefined
  readonly comment?: string | undefined
}

/** What a producer that is an async iterable yields. */
export type SseEvent<E extends EventSchemas = EventSchemas> =
  | { [K in EventName<E>]: EventMeta & { readonly type: K; readonly data: EventData<E, K> } }[EventName<E>]
  | { readonly comment: string; readonly type?: undefined }

/** What a producer gets. Nothing here throws because of the connection's state. */
export interface SseStream<E extends EventSchemas = EventSchemas> extends AsyncDisposable {
  /**
   * Sends an event. Always settles: `true` once it is on its way (so awaiting it paces the producer to the
   * reader), `false` if the stream is over. Events that are not awaited wait in the buffer.
   *
   * @throws {SseError} at once, for a name, id, retry or data that cannot be sent: a mistake in the caller.
   */
  send<K extends EventName<E>>(name: K, data: EventData<E, K>, meta?: EventMeta): Promise<boolean>
  /** Sends, or answers at once that the buffer has no room (`backpressure`: nothing was queued) or the stream is over. */
  trySend<K extends EventName<E>>(
    name: K,
    data: EventData<E, K>,
    meta?: EventMeta,
  ): 'ok' | 'backpressure' | 'closed'
  /** Sends what `encodeEvent` gave, to encode once and send to many. The bytes are written as they are. */
  sendEncoded(bytes: Uint8Array<ArrayBuffer>, meta?: { readonly id?: string | undefined }): Promise<boolean>
  /** Sends a comment, which clients ignore. */
  comment(text: string): Promise<boolean>
  /** Writes what was accepted and ends the stream. Closing twice is closing once. */
  close(options?: { readonly retry?: number | undefined }): void
  /** Runs a function with the reason when the stream ends, exactly once, last in first out; at once if it has ended. */
  defer(cleanup: (reason: CloseReason) => unknown): void
  /** Aborts when the stream ends, whatever the reason. */
  readonly signal: AbortSignal
  /** Resolves with the reason when the stream ends. Never rejects. */
  readonly closed: Promise<CloseReason>
  /** The cursor that the client sent as `Last-Event-ID`, decoded. */
  readonly lastEventId: string | undefined
  /** Bytes accepted and not yet taken by the platform. */
  readonly bufferedBytes: number
}

/**
 * A function that sends until its promise settles, or that returns an async iterable of events. One that only
 * subscribes to something returns `stream.closed`.
 */
export type Producer<E extends EventSchemas = EventSchemas> = (
  stream: SseStream<E>,
) => Promise<unknown> | AsyncIterable<SseEvent<E>>

/** What `onError` is told besides the error. */
export interface ErrorInfo {
  /** `producer`: it threw. `cleanup`: a deferred function or `onClose` threw. `validation`: an async schema refused an event. */
  readonly during: 'producer' | 'cleanup' | 'validation'
  /** The id that the client sees in `nyx.error`. */
  readonly requestId: string
}

/**
 * What happens to an event that does not fit into the buffer. `coalesce` names each event's key as it is sent; where
 * room is short, only the last of the events that wait under one key is kept. Those without a key all stay.
 */
export type OnFull =
  | 'disconnect'
  | 'drop-oldest'
  | { readonly coalesce: (event: { readonly type: string; readonly data: unknown }) => string | undefined }

/** Keeps a producer alive while its client is away. It lives in one process. */
export interface RunOptions {
  /** What is run, e.g. the id of a workflow. */
  readonly key: string
  /** For whom, e.g. the tenant and user. The same key under another scope is another run. */
  readonly scope: string
  /** How long the producer goes on after its last client left, and how long its end can be fetched, in milliseconds (from 0). */
  readonly graceMs: number
  /** What a second client gets while one is live: the same events, or 409. Default `share`. */
  readonly whenLive?: 'share' | 'refuse' | undefined
}

/** How a stream behaves. Every member has a default. */
export interface SseOptions<E extends EventSchemas = EventSchemas> {
  /** A Standard Schema for each event. `send` validates, and sends the value as it was given. */
  readonly events?: E | undefined
  /** Milliseconds of silence after which a comment is sent. Default 15,000 (5,000 on Bun, which cuts at 10,000). */
  readonly heartbeat?: number | false | undefined
  readonly buffer?:
    | {
        /** Bytes that may wait for one client. Default 1 MiB. */
        readonly maxBytes?: number | undefined
        /** Default `disconnect`; `drop-oldest` announces the loss with `nyx.gap`. */
        readonly onFull?: OnFull | undefined
      }
    | undefined
  /** Milliseconds without progress after which a client that has bytes waiting is cut off. Default 30,000. */
  readonly stallTimeout?: number | false | undefined
  /** Milliseconds after which the stream ends cleanly, less up to a tenth at random. Default: none. */
  readonly maxAge?: number | undefined
  /** The first `retry` that clients get, in milliseconds. */
  readonly retry?: number | undefined
  readonly run?: RunOptions | undefined
  /**
   * Gets what the producer or a cleanup threw. A string that it returns is the `code` in the client's `nyx.error`
   * (default `internal`); the error's message is never sent. Without it, errors become process warnings.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that returns nothing is the usual one.
  readonly onError?: ((error: unknown, info: ErrorInfo) => string | void) | undefined
  /** Called once for each connection, when it has ended. */
  readonly onClose?: ((reason: CloseReason) => void) | undefined
  /** More response headers. The content type cannot be changed. */
  readonly headers?: HeadersInit | undefined
  /** The id in `nyx.error` and `onError`. Default: the request's `x-request-id`, or a random UUID. */
  readonly requestId?: string | undefined
  /** workerd: `ctx.waitUntil.bind(ctx)`, so that the stream notices when its client leaves. */
  readonly waitUntil?: ((done: Promise<unknown>) => void) | undefined
}

/** Limits of one process (of one isolate on workerd). */
export interface SseLimits {
  /** Connections that may be open; more are answered 503 with `Retry-After`. Default: no limit. */
  readonly maxConnections?: number | undefined
  /** Bytes that may wait for all clients together. Default: no limit. */
  readonly maxProcessBytes?: number | undefined
  /** Seconds in the `Retry-After` of a 503. Default 5. */
  readonly retryAfter?: number | undefined
  /** Streams under one name share limits, `drain` and `stats`, also over copies of this module. Default `default`. */
  readonly name?: string | undefined
}

/** How streams end at shutdown. */
export interface DrainOptions {
  /** Milliseconds after which streams that have not ended are cut. Default 5,000. */
  readonly timeout?: number | undefined
  /** Clients are told to reconnect after this, in milliseconds. Default 1,000. */
  readonly retry?: number | undefined
  /** Up to this much is added at random for each client, so that they do not all come at once. Default 4,000. */
  readonly retryJitter?: number | undefined
}

/** Figures of a group of streams. */
export interface SseStats {
  /** Connections that are open or still being written. */
  readonly connections: number
  /** Bytes that wait for clients. */
  readonly bufferedBytes: number
  /** Connections accepted since the start. */
  readonly accepted: number
  /** Connections answered 503. */
  readonly refused: number
  /** Connections that are over, by reason. */
  readonly closed: Readonly<Partial<Record<CloseReason, number>>>
}
