import { describe, expect, it } from 'vitest'
import { createDecoder } from '../../src/events.ts'
import { type ClientError, createClient, readEvents, type StandardSchema, stream } from '../../src/index.ts'
import { type Dispatched, type StreamCase, streams } from './streams.ts'

const bytesOf = ({ bytes }: StreamCase): Uint8Array =>
  typeof bytes === 'string' ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes)

/** The events of bytes that come in two chunks, the second one from `at`. */
function inTwo(all: Uint8Array, at: number): { got: Dispatched[]; retry: number | undefined; last: string } {
  const got: Dispatched[] = []
  let last = ''
  let retry: number | undefined
  const decode = createDecoder({
    maxBufferSize: 1 << 24,
    onEvent: ({ event = 'message', data }) => got.push([event, data, last]),
    onId: (id) => {
      last = id
    },
    onRetry: (ms) => {
      retry = ms
    },
  })
  decode(all.subarray(0, at))
  decode(all.subarray(at))
  return { got, retry, last }
}

function body(bytes: Uint8Array, cut: number): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(sink) {
      if (at >= bytes.length) return sink.close()
      sink.enqueue(bytes.slice(at, at + cut))
      at += cut
    },
  })
}

const text: StandardSchema<unknown, string> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as string }) },
}

describe('byte streams of the WHATWG specification', () => {
  it('are at least 76, each under a name of its own', () => {
    expect(streams.length).toBeGreaterThanOrEqual(76)
    expect(new Set(streams.map((s) => s.name)).size).toBe(streams.length)
  })

  for (const one of streams) {
    // A body of 100 KB in single bytes says no more than one of 100 bytes.
    const cuts = bytesOf(one).length > 10_000 ? [997, 1 << 20] : [1, 2, 3, 5, 8, 13, 1 << 20]
    it(one.name, async () => {
      for (const cut of cuts) {
        const got: Dispatched[] = []
        for await (const event of readEvents(body(bytesOf(one), cut))) {
          got.push([event.type, event.data, event.lastEventId])
        }
        expect(got, `readEvents, in chunks of ${cut}`).toEqual(one.events)

        let last = ''
        let retry: number | undefined
        const decode = createDecoder({
          maxBufferSize: 1 << 24,
          onId: (id) => {
            last = id
          },
          onRetry: (ms) => {
            retry = ms
          },
        })
        const all = bytesOf(one)
        for (let at = 0; at < all.length; at += cut) decode(all.subarray(at, at + cut))
        expect([retry, last], `decoder, in chunks of ${cut}`).toEqual([
          one.retry,
          one.lastEventId ?? one.events.at(-1)?.[2] ?? '',
        ])
      }
    })

    it(`${one.name}, cut in two at every byte`, () => {
      const all = bytesOf(one)
      // Of a long body, the places where something but its filling stands.
      const places = Array.from({ length: all.length + 1 }, (_, at) => at).filter(
        (at) => all.length < 10_000 || at < 64 || at > all.length - 64,
      )
      const due = { got: one.events, retry: one.retry, last: one.lastEventId ?? one.events.at(-1)?.[2] ?? '' }
      for (const at of places) expect(inTwo(all, at), `cut at ${at}`).toEqual(due)
    })

    it(`${one.name}, through a client`, async () => {
      const names = one.events.map(([type]) => type)
      const events = Object.fromEntries(['message', ...names].map((name) => [name, text]))
      Object.defineProperty(events, '__proto__', { value: text, enumerable: true })
      let calls = 0
      const fetch = async () =>
        ++calls > 1
          ? new Response(null, { status: 204 })
          : new Response(body(bytesOf(one), 7), { headers: { 'content-type': 'text/event-stream' } })
      const client = createClient({ events: stream('/', { events, format: 'text' }) }, { fetch })
      const got: Dispatched[] = []
      // What a wait would be is another test's business: it is cut short.
      let kick = () => {}
      const open = client.events({
        wake: (now) => {
          kick = now
          return () => {}
        },
        onReconnect: () => void setTimeout(() => kick()),
      })
      const error: unknown = await (async () => {
        for await (const { type, data } of open) got.push([type, data as string, open.lastEventId])
      })().catch((caught: ClientError) => caught)
      expect(error).toBeUndefined()
      expect(got).toEqual(one.events)
    })
  }
})
