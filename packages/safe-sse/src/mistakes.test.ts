import { describe, expect, it } from 'vitest'
import { type SseStream, sse } from './index.ts'
import { collect } from './testing/index.ts'

const request = (init?: RequestInit): Request => new Request('http://localhost/', init)

describe('mistakes in the caller throw at once', () => {
  const mistake = async (make: (stream: SseStream) => unknown): Promise<unknown> => {
    let thrown: unknown
    await collect(
      sse(
        request(),
        async (stream) => {
          try {
            make(stream)
          } catch (error) {
            thrown = error
          }
        },
        { buffer: { maxBytes: 1_000 } },
      ),
    )
    return thrown
  }

  it.each([
    ['a reserved name', 'INVALID_EVENT_NAME', (stream: SseStream) => stream.send('nyx.error', 1)],
    ['a name with a line break', 'INVALID_EVENT_NAME', (stream: SseStream) => stream.trySend('a\n', 1)],
    ['an id with NUL', 'INVALID_ID', (stream: SseStream) => stream.send('a', 1, { id: '\0' })],
    [
      'a retry that is no number',
      'INVALID_RETRY',
      (stream: SseStream) => stream.close({ retry: Number.NaN }),
    ],
    ['data that is no JSON', 'INVALID_DATA', (stream: SseStream) => stream.send('a', 1n)],
    ['data that JSON leaves out', 'INVALID_DATA', (stream: SseStream) => stream.send('a', () => 1)],
    [
      'an event that can never fit',
      'EVENT_TOO_LARGE',
      (stream: SseStream) => stream.send('a', 'x'.repeat(1_000)),
    ],
  ])('%s', async (_, code, make) => {
    expect(await mistake(make)).toMatchObject({ name: 'SseError', code })
  })

  it.each([
    ['heartbeat', { heartbeat: Number.NaN }],
    ['heartbeat', { heartbeat: 'often' as unknown as number }],
    ['stallTimeout', { stallTimeout: -1 }],
    ['maxAge', { maxAge: -5 }],
    ['maxBytes', { buffer: { maxBytes: Number.NaN } }],
    ['graceMs', { run: { key: 'k', scope: 's', graceMs: undefined as unknown as number } }],
  ])('the option %s', (name, options) => {
    expect(() => sse(request(), async () => {}, options)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining(name) }),
    )
  })

  it('the option retry', () => {
    expect(() => sse(request(), async () => {}, { retry: 0.5 })).toThrow(
      expect.objectContaining({ code: 'INVALID_RETRY' }),
    )
  })

  it('lets a producer send nyx.gap, as one does that replays from its own log', async () => {
    const gap = { requested: '1', oldest: '5' }
    const events = await collect(sse(request(), async (stream) => void (await stream.send('nyx.gap', gap))))
    expect(events).toEqual([{ type: 'nyx.gap', data: gap }])
  })
})
