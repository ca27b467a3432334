import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createSse, sse } from '../index.ts'
import { collect, disconnectAfter, slowReader } from './index.ts'

const request = (): Request => new Request('http://localhost/')
const answer = (body: BodyInit): Response =>
  new Response(body, { headers: { 'content-type': 'text/event-stream' } })

interface Case {
  name: string
  wire: string | { base64: string }
  yields: unknown[]
  final?: string[]
  end: string
}
const { cases } = JSON.parse(
  readFileSync(new URL('../../test-fixtures/wire.json', import.meta.url), 'utf8'),
) as { cases: Case[] }

describe('collect', () => {
  // What ends a stream for a client is the client's to know; a test wants to see all of it.
  const plain = cases.filter(({ end, final }) => end !== 'error' && !final)

  it.each(plain)('reads $name, however it is cut', async ({ wire, yields }) => {
    const bytes = typeof wire === 'string' ? Buffer.from(wire) : Buffer.from(wire.base64, 'base64')
    const dribble = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    expect(await collect(answer(bytes))).toEqual(yields)
    expect(await collect(answer(dribble))).toEqual(yields)
  })

  it('says what it got instead of a stream', async () => {
    await expect(collect(new Response('no', { status: 404 }))).rejects.toThrow(/status 404 with text\/plain/)
  })
})

it('disconnectAfter leaves after so many events', async () => {
  const closed = Promise.withResolvers<string>()
  const response = sse(
    request(),
    async (stream) => {
      for (let n = 1; await stream.send('tick', n); n++);
    },
    { onClose: closed.resolve },
  )
  expect((await disconnectAfter(response, 3)).map(({ data }) => data)).toEqual([1, 2, 3])
  expect(await closed.promise).toBe('client-left')
})

describe('slowReader', () => {
  const filler = 'x'.repeat(100)

  it('sees backpressure at the byte cap', async () => {
    const taken = Promise.withResolvers<number>()
    const response = sse(
      request(),
      async (stream) => {
        let sent = 0
        while (stream.trySend('tick', filler) === 'ok') sent++
        taken.resolve(sent)
        expect(stream.bufferedBytes).toBeLessThanOrEqual(2_000)
        await stream.closed
      },
      { buffer: { maxBytes: 2_000 } },
    )
    const reader = slowReader(response)
    await reader.read()
    expect(await taken.promise).toBeLessThan(20)
    await reader.leave()
  })

  it('sees the loss announced by drop-oldest', async () => {
    const response = sse(
      request(),
      async (stream) => {
        for (let n = 1; n <= 50; n++) void stream.send('tick', filler, { id: String(n) })
      },
      { buffer: { maxBytes: 1_000, onFull: 'drop-oldest' } },
    )
    const events = await collect(response)
    const gap = events.findIndex(({ type }) => type === 'nyx.gap')
    const before = gap > 0 ? events[gap - 1]!.id! : null
    expect(events[gap]!.data).toEqual({ requested: before, oldest: events[gap + 1]!.id })
    expect(events.at(-1)!.id).toBe('50')
  })

  it('sees the last event of each key under coalesce', async () => {
    const response = sse(
      request(),
      async (stream) => {
        for (let n = 1; n <= 50; n++) void stream.send(n % 2 ? 'odd' : 'even', { n, filler })
      },
      { buffer: { maxBytes: 1_000, onFull: { coalesce: ({ type }) => type } } },
    )
    const last = new Map((await collect(response)).map(({ type, data }) => [type, (data as { n: number }).n]))
    expect([...last]).toEqual([
      ['odd', 49],
      ['even', 50],
    ])
  })

  it('is disconnected where nothing else is said', async () => {
    const closed = Promise.withResolvers<string>()
    const response = sse(
      request(),
      async (stream) => {
        const sent = Array.from({ length: 50 }, () => stream.send('tick', filler))
        expect(await Promise.all(sent)).toContain(false)
      },
      { buffer: { maxBytes: 1_000 }, onClose: closed.resolve },
    )
    const reader = slowReader(response)
    await reader.read()
    expect(await closed.promise).toBe('overflow')
  })

  it('counts against the cap of the process', async () => {
    const limited = createSse({ name: 'process-cap', maxProcessBytes: 1_500 })
    const closed: string[] = []
    const readers = [1, 2].map(() =>
      slowReader(
        limited.sse(
          request(),
          async (stream) => {
            for (let n = 0; n < 10; n++) void stream.send('tick', filler)
            await stream.closed
          },
          { onClose: (reason) => void closed.push(reason) },
        ),
      ),
    )
    for (const reader of readers) await reader.read()
    await expect.poll(() => closed).toContain('overflow')
    expect(limited.stats().bufferedBytes).toBeLessThanOrEqual(1_500)
    for (const reader of readers) await reader.leave().catch(() => {})
    expect(limited.stats().bufferedBytes).toBe(0)
  })
})
