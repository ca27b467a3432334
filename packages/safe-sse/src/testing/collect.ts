import { EventParser, type ReceivedEvent } from './parse.ts'

/**
 * Reads a response to its end and gives its events. Comments and heartbeats are left out.
 *
 * @throws {TypeError} if the response is no event stream, with its status and type.
 * @example
 * ```ts
 * import { sse } from '@nyxcore/safe-sse'
 * import { collect } from '@nyxcore/safe-sse/testing'
 *
 * const response = sse(new Request('http://localhost/'), async (stream) => void (await stream.send('done', 1)))
 * await collect(response) // [{ type: 'done', data: 1 }]
 * ```
 */
export function collect(response: Response): Promise<ReceivedEvent[]> {
  return read(response, Infinity)
}

/**
 * Reads so many events and then leaves, as a client does that closes its tab.
 *
 * @throws {TypeError} if the response is no event stream.
 * @example
 * ```ts
 * import { sse } from '@nyxcore/safe-sse'
 * import { disconnectAfter } from '@nyxcore/safe-sse/testing'
 *
 * let reason: string | undefined
 * const response = sse(new Request('http://localhost/'), async (stream) => {
 *   for (let n = 1; await stream.send('tick', n); n++);
 *   reason = await stream.closed
 * })
 * await disconnectAfter(response, 3) // three ticks; then reason is 'client-left'
 * ```
 */
export function disconnectAfter(response: Response, events: number): Promise<ReceivedEvent[]> {
  return read(response, events)
}

async function read(response: Response, most: number): Promise<ReceivedEvent[]> {
  const reader = readerOf(response)
  const parser = new EventParser()
  const events: ReceivedEvent[] = []
  while (events.length < most) {
    const { done, value } = await reader.read()
    if (done) return events
    events.push(...parser.push(value))
  }
  await reader.cancel()
  return events.slice(0, most)
}

/** The body's reader, if the response is an event stream. */
export function readerOf(response: Response): ReadableStreamDefaultReader<Uint8Array> {
  const type = response.headers.get('content-type') ?? 'no content type'
  if (!type.startsWith('text/event-stream') || !response.body) {
    throw new TypeError(`Expected an event stream, got status ${response.status} with ${type}.`)
  }
  return response.body.getReader()
}
