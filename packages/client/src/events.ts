import { createParser } from 'eventsource-parser'

/** One event as it stood on the wire. */
export interface WireEvent {
  /** The event's name; `message` where it has none. */
  readonly type: string
  readonly data: string
  /** The `id` field of this event, where it has one. */
  readonly id: string | undefined
  /** The id that counts after this event, its own or an earlier one: what EventSource calls `lastEventId`. */
  readonly lastEventId: string
}

/** What a decoder tells besides events. */
export interface DecoderHandlers {
  readonly event: (event: WireEvent) => void
  readonly retry?: ((ms: number) => void) | undefined
  /** A block ended that set the id, with or without data. */
  readonly id?: ((id: string) => void) | undefined
  /** An event is longer than allowed; nothing can be read after it. */
  readonly tooLong?: (() => void) | undefined
}

/**
 * Decodes the bytes of one `text/event-stream` body (WHATWG HTML, 9.2.6), however they are cut up.
 *
 * Always UTF-8, broken sequences become U+FFFD; what a body leaves unfinished is dropped. The id starts as
 * `lastEventId`, so that it outlives a reconnect, as it does in every browser.
 */
export function createDecoder(
  handlers: DecoderHandlers,
  lastEventId = '',
  maxEventSize?: number,
): (bytes: Uint8Array) => void {
  // The decoder takes the one byte order mark that may stand at the start. The parser would look for another
  // one, and for its bytes read as Latin-1: feeding it one first makes it take the rest as it is.
  const text = new TextDecoder()
  const parser = createParser({
    maxBufferSize: maxEventSize,
    onId: (id) => {
      lastEventId = id
      handlers.id?.(id)
    },
    onEvent: ({ event, data, id }) => handlers.event({ type: event ?? 'message', data, id, lastEventId }),
    onRetry: handlers.retry,
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') handlers.tooLong?.()
    },
  })
  parser.feed('\uFEFF')
  return (bytes) => parser.feed(text.decode(bytes, { stream: true }))
}

/**
 * Reads the events of one body, without contract, validation or reconnecting.
 *
 * @example
 * ```ts
 * import { readEvents } from '@nyxcore/client'
 *
 * const response = await fetch('https://api.example.com/events')
 * for await (const { type, data } of readEvents(response.body!)) console.log(type, data)
 * ```
 */
export async function* readEvents(
  body: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
): AsyncGenerator<WireEvent, void, undefined> {
  let batch: WireEvent[] = []
  const decode = createDecoder({ event: (event) => batch.push(event) })
  const reader = body instanceof ReadableStream ? body.getReader() : undefined
  try {
    for await (const bytes of reader ? chunks(reader) : (body as AsyncIterable<Uint8Array>)) {
      decode(bytes)
      const ready = batch
      batch = []
      yield* ready
    }
  } finally {
    await reader?.cancel()
  }
}

// Safari has no async iterator on ReadableStream.
async function* chunks(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
}
