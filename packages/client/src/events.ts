import { createParser, type ParserConfig } from 'eventsource-parser'

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
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<WireEvent, void, undefined> {
  let lastEventId = ''
  let batch: WireEvent[] = []
  const decode = createDecoder({
    onId: (id) => {
      lastEventId = id
    },
    onEvent: ({ data, id, event: type = 'message' }) => batch.push({ lastEventId, type, data, id }),
  })
  const reader = body.getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      decode(read.value)
      const ready = batch
      batch = []
      for (const event of ready) yield event
    }
  } finally {
    await reader.cancel()
  }
}

/**
 * Decodes the bytes of one `text/event-stream` body (WHATWG HTML, 9.2.6), however they are cut up.
 *
 * Always UTF-8, broken sequences become U+FFFD; what a body leaves unfinished is dropped. An id that
 * `onId` was told of outlives a reconnect, as it does in every browser.
 */
export function createDecoder(callbacks: Omit<ParserConfig, 'onComment'>): (bytes: Uint8Array) => void {
  // The mark is not left to the decoder: some take two where the first one comes in pieces. Nor to the parser, which
  // takes the mark's bytes read as Latin-1 for one, but not after a mark: what has none is given one.
  const text = new TextDecoder(undefined, { ignoreBOM: true })
  let mark = '\uFEFF'
  const parser = createParser(callbacks)
  return (bytes) => {
    const chunk = text.decode(bytes, { stream: true })
    if (!chunk) return
    parser.feed(chunk[0] === mark ? chunk : mark + chunk)
    mark = ''
  }
}
