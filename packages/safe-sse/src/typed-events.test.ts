import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { encodeEvent, type SseStream, type StandardSchema, sse } from './index.ts'
import { collect } from './testing/index.ts'

const request = (init?: RequestInit): Request => new Request('http://localhost/', init)

describe('typed events', () => {
  const events = { tick: z.object({ n: z.coerce.number() }), done: z.boolean() }

  it('are validated, and sent as they were given', async () => {
    const got = await collect(
      sse(
        request(),
        async (stream) => {
          await stream.send('tick', { n: '7' })
          expect(() => stream.send('tick', { n: 'x' })).toThrow(/"tick" does not fit its schema: n: /)
          expect(() => stream.send('other' as 'tick', { n: 1 })).toThrow(
            expect.objectContaining({ code: 'UNKNOWN_EVENT' }),
          )
          expect(() => stream.send('toString' as 'tick', { n: 1 })).toThrow(
            expect.objectContaining({ code: 'UNKNOWN_EVENT' }),
          )
        },
        { events },
      ),
    )
    expect(got).toEqual([{ type: 'tick', data: { n: '7' } }])
  })

  it('take a validator that is no library at all', async () => {
    const even: StandardSchema<number> = {
      '~standard': {
        version: 1,
        vendor: 'by hand',
        validate: (value) =>
          Number(value) % 2
            ? { issues: [{ message: 'is odd', path: [{ key: 'n' }] }] }
            : { value: Number(value) },
      },
    }
    const produce = async (stream: SseStream<{ even: typeof even }>): Promise<void> => {
      await stream.send('even', 2)
      expect(() => stream.send('even', 3)).toThrow(/schema: n: is odd/)
    }
    expect(await collect(sse(request(), produce, { events: { even } }))).toEqual([{ type: 'even', data: 2 }])
  })

  const slow = { slow: z.number().refine(async (n) => sleep(20 - n, true)), fast: z.number() }

  it('keep their order under a schema that validates asynchronously', async () => {
    const got = await collect(
      sse(
        request(),
        async (stream) => {
          const sent = [
            stream.send('slow', 1),
            stream.send('slow', 15),
            stream.send('fast', 3),
            stream.comment('4'),
            stream.send('slow', 5),
          ]
          expect(stream.trySend('fast', 9)).toBe('backpressure')
          expect(() => stream.trySend('slow', 9)).toThrow(expect.objectContaining({ code: 'ASYNC_SCHEMA' }))
          expect(await Promise.all(sent)).toEqual([true, true, true, true, true])
          expect(stream.trySend('fast', 6)).toBe('ok')
        },
        { events: slow },
      ),
    )
    expect(got.map(({ data }) => data)).toEqual([1, 15, 3, 5, 6])
  })

  it('keep an encoded event in its place between two that are still being validated', async () => {
    const got = await collect(
      sse(
        request(),
        async (stream) => {
          void stream.send('slow', 1)
          void stream.sendEncoded(encodeEvent({ type: 'fast', data: 2 }))
          await stream.send('slow', 3)
        },
        { events: slow },
      ),
    )
    expect(got.map(({ data }) => data)).toEqual([1, 2, 3])
  })

  it('are all sent, also those that nobody awaited', async () => {
    const got = await collect(
      sse(
        request(),
        async (stream) => {
          void stream.send('slow', 1)
          void stream.send('slow', 2)
        },
        { events: slow },
      ),
    )
    expect(got.map(({ data }) => data)).toEqual([1, 2])
  })

  it('are sent before the failure of one that is refused sooner', async () => {
    const refused = z.number().refine(async () => false)
    const got = await collect(
      sse(
        request(),
        async (stream) => void (await Promise.all([stream.send('slow', 1), stream.send('no', 2)])),
        { events: { ...slow, no: refused }, onError: () => {} },
      ),
    )
    expect(got.map(({ type }) => type)).toEqual(['slow', 'nyx.error'])
  })

  it('fail the stream where such a schema refuses, and nothing rejects', async () => {
    const onError = vi.fn()
    const no = { no: z.string().refine(async () => false) }
    const got = await collect(
      sse(
        request(),
        async (stream) => {
          expect(await stream.send('no', 'x')).toBe(false)
        },
        { events: no, onError },
      ),
    )
    expect(got).toMatchObject([{ type: 'nyx.error' }])
    expect(onError).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'INVALID_DATA' }),
      expect.objectContaining({ during: 'validation' }),
    )
  })
})
