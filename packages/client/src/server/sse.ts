import type { AnySchema, InferInput } from '../standard.ts'
import type { StreamDef } from '../stream-types.ts'

/** What may go with an event. */
export interface ServerEventMeta {
  /** The cursor that a client sends back as `Last-Event-ID`. */
  readonly id?: string | undefined
  /** How long a client waits before it reconnects, in milliseconds. */
  readonly retry?: number | undefined
}

/** An event as a generator yields it. `data` is the input of its schema: that is what travels. */
export type ServerEvent<E extends StreamDef['events'] = StreamDef['events']> =
  | {
      [K in keyof E & string]: ServerEventMeta & { readonly type: K; readonly data: InferInput<E[K]> }
    }[keyof E & string]
  | { readonly comment: string; readonly type?: undefined }

/** What a producer writes to: the part of `SseStream` of `@nyxcore/safe-sse` that every producer needs. */
export interface ServerStream<E extends StreamDef['events'] = StreamDef['events']> {
  /** Resolves to false once the client has left; awaited, it keeps pace with the reader. */
  send<K extends keyof E & string>(name: K, data: InferInput<E[K]>, meta?: ServerEventMeta): Promise<boolean>
  trySend<K extends keyof E & string>(
    name: K,
    data: InferInput<E[K]>,
    meta?: ServerEventMeta,
  ): 'ok' | 'backpressure' | 'closed'
  comment(text: string): Promise<boolean>
  close(options?: { readonly retry?: number | undefined }): void
  /** Runs a function when the stream ends, exactly once. */
  defer(cleanup: () => unknown): void
  readonly signal: AbortSignal
  readonly lastEventId: string | undefined
}

/** Sends the events of one stream: until its promise settles, or as an async iterable. */
export type ServerRun<E extends StreamDef['events'] = StreamDef['events']> = (
  stream: ServerStream<E>,
) => Promise<void> | AsyncIterable<ServerEvent<E>>

/** How one stream behaves: options of `@nyxcore/safe-sse`, whose defaults hold for what is left out. */
export interface ServerStreamOptions {
  /** Milliseconds of silence after which a comment is sent. */
  readonly heartbeat?: number | false | undefined
  readonly buffer?:
    | { readonly maxBytes?: number | undefined; readonly onFull?: 'disconnect' | 'drop-oldest' | undefined }
    | undefined
  readonly stallTimeout?: number | false | undefined
  readonly maxAge?: number | undefined
  /** The first `retry` that the client gets, in milliseconds. */
  readonly retry?: number | undefined
  /** Keeps the producer alive for `graceMs` after its client left. */
  readonly run?:
    | {
        readonly key: string
        readonly scope: string
        readonly graceMs: number
        readonly whenLive?: 'share' | 'refuse' | undefined
      }
    | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly waitUntil?: ((done: Promise<unknown>) => void) | undefined
}

/** What the server half tells the function besides. */
export interface SseCallOptions extends ServerStreamOptions {
  readonly events?: Record<string, AnySchema> | undefined
  readonly requestId?: string | undefined
  // biome-ignore lint/suspicious/noConfusingVoidType: it is the type that safe-sse's own option has.
  readonly onError?: ((error: unknown) => string | void) | undefined
}

/**
 * A function that answers with an event stream. `sse` of `@nyxcore/safe-sse` is one (so is that of its `createSse`);
 * it is passed in, so that this package does not depend on it.
 */
export type SseFunction = {
  // As a method, since the function's own types of stream and options say more than these.
  bivariant(request: Request, run: ServerRun, options?: SseCallOptions): Response | Promise<Response>
}['bivariant']

/** A producer with options of its own. */
export interface StreamReply<E extends StreamDef['events'] = StreamDef['events']> {
  readonly run: ServerRun<E>
  readonly options?: ServerStreamOptions | undefined
}

/** `Last-Event-ID` as the client wrote it: UTF-8 bytes, which servers hand over as Latin-1 characters. */
export function readLastEventId(headers: Headers): string | undefined {
  const value = headers.get('last-event-id')
  if (!value) return undefined
  if (!/[\u0080-\u00ff]/.test(value) || /[\u0100-\uffff]/.test(value)) return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(value, (character) => character.charCodeAt(0)),
    )
  } catch {
    return value
  }
}
