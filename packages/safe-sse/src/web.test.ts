import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import {
  createSse,
  type ErrorInfo,
  type SseStream,
  type StandardSchema,
  sse,
  stopReconnecting,
} from './index.ts'
import { collect, disconnectAfter, slowReader } from './testing/index.ts'

const request = (init?: RequestInit): Request => new Request('http://localhost/', init)

describe('sse', () => {
  it('sends from an async function, and ends with it', async () => {
    const response = sse(request(), async (stream) => {
      expect(await stream.send('tick', { n: 1 }, { id: '1' })).toBe(true)
      expect(stream.trySend('tick', { n: 2 })).toBe('ok')
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform')
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    expect(await collect(response)).toEqual([
      { type: 'tick', data: { n: 1 }, id: '1' },
      { type: 'tick', data: { n: 2 } },
    ])
  })

  it('sends from a generator, comments and retries included', async () => {
    const text = await sse(request(), async function* () {
      yield { comment: 'hello' }
      yield { type: 'tick', data: 1, retry: 50 }
    }).text()
    expect(text).toBe(': \n\n: hello\n\nevent: tick\nretry: 50\ndata: 1\n\n')
  })

  it('begins with the retry that was asked for', async () => {
    expect(await sse(request(), async () => {}, { retry: 700 }).text()).toMatch(/^retry: 700$/m)
  })

  it('adds headers, and keeps the content type', () => {
    const headers = {
      'set-cookie': 'a=1',
      'content-type': 'text/html',
      'cache-control': 'no-store, no-transform',
    }
    const response = sse(request(), async () => {}, { headers })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'set-cookie': 'a=1',
    })
  })

  it('sets each of several cookies', async () => {
    const headers = new Headers([
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ])
    expect(sse(request(), async () => {}, { headers }).headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('lets go of the request signal when it ends', async () => {
    const { signal } = new AbortController()
    const removed = vi.spyOn(signal, 'removeEventListener')
    await collect(sse({ method: 'GET', headers: new Headers(), signal }, async () => {}))
    expect(removed).toHaveBeenCalledTimes(1)
  })

  it('returns a generator that is parked in a yield when its reader leaves', async () => {
    const ended = Promise.withResolvers<void>()
    const response = sse(request(), async function* () {
      try {
        for (let n = 1; ; n++) yield { type: 'tick', data: n }
      } finally {
        ended.resolve()
      }
    })
    await disconnectAfter(response, 2)
    await ended.promise
  })

  it('returns a generator whose event cannot be sent, as for await would', async () => {
    const ended = vi.fn()
    const onError = vi.fn()
    const produce = async function* () {
      try {
        yield { type: 'a\n', data: 1 }
        yield { type: 'never', data: 2 }
      } finally {
        ended()
      }
    }
    expect(await collect(sse(request(), produce, { onError }))).toMatchObject([{ type: 'nyx.error' }])
    await vi.waitFor(() => expect(ended).toHaveBeenCalledTimes(1))
    expect(onError.mock.calls[0]![0]).toMatchObject({ code: 'INVALID_EVENT_NAME' })
  })

  it('calls return on an iterator neither after its end nor after it threw', async () => {
    const returned = vi.fn(async () => ({ done: true as const, value: undefined }))
    const ends = async () => ({ done: true as const, value: undefined })
    const throws = () => Promise.reject(new Error('next failed'))
    for (const next of [ends, throws]) {
      const iterable = { [Symbol.asyncIterator]: () => ({ next, return: returned }) }
      await collect(sse(request(), () => iterable, { onError: () => {} }))
    }
    expect(returned).not.toHaveBeenCalled()
  })

  it('stays while the producer returns stream.closed, and reports nothing at the end', async () => {
    const onError = vi.fn()
    let kept!: SseStream
    const subscribe = (stream: SseStream) => {
      kept = stream
      return stream.closed
    }
    const reader = slowReader(sse(request(), subscribe, { onError }))
    await reader.read()
    await sleep(20)
    expect(kept.signal.aborted).toBe(false)
    void kept.send('tick', 1)
    expect(await reader.read()).toEqual([{ type: 'tick', data: 1 }])
    kept.close()
    expect(await reader.read()).toBeUndefined()
    expect(await kept.closed).toBe('closed')
    expect(onError).not.toHaveBeenCalled()
  })

  it('returns an iterator that is parked in next when its reader leaves', async () => {
    const returned = vi.fn(async () => ({ done: true as const, value: undefined }))
    const response = sse(request(), () => ({
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}), return: returned }),
    }))
    const reader = slowReader(response)
    await reader.read()
    await reader.leave()
    expect(returned).toHaveBeenCalledTimes(1)
  })

  it('aborts the signal of a generator that is parked in an await', async () => {
    const onError = vi.fn()
    const closed = Promise.withResolvers<string>()
    const response = sse(
      request(),
      async function* (stream) {
        yield { type: 'tick', data: 1 }
        await sleep(60_000, undefined, { signal: stream.signal })
        yield { type: 'tick', data: 2 }
      },
      { onError, onClose: closed.resolve },
    )
    await disconnectAfter(response, 1)
    expect(await closed.promise).toBe('client-left')
    await sleep(10)
    expect(onError).not.toHaveBeenCalled()
  })

  it('runs deferred functions last in first out, once, and at once if it has ended', async () => {
    const order: string[] = []
    let kept!: SseStream
    await collect(
      sse(request(), async (stream) => {
        kept = stream
        stream.defer(() => order.push('first'))
        stream.defer(async () => order.push('second'))
      }),
    )
    kept.defer(() => order.push('late'))
    expect(order).toEqual(['second', 'first', 'late'])
    expect(await kept.closed).toBe('completed')
    expect(kept.signal.aborted).toBe(true)
  })

  it('reports what a cleanup threw or rejected, and runs the others', async () => {
    const seen: [unknown, ErrorInfo['during']][] = []
    const last = vi.fn()
    await collect(
      sse(
        request(),
        async (stream) => {
          stream.defer(last)
          stream.defer(() => Promise.reject(new Error('rejected')))
          stream.defer(() => {
            throw new Error('thrown')
          })
        },
        { onError: (error, { during }) => void seen.push([(error as Error).message, during]) },
      ),
    )
    await sleep(1)
    expect(last).toHaveBeenCalledTimes(1)
    expect(seen).toEqual([
      ['thrown', 'cleanup'],
      ['rejected', 'cleanup'],
    ])
  })

  it('is disposed by await using', async () => {
    const cleanup = vi.fn()
    const events = await collect(
      sse(request(), async (stream) => {
        await using owned = stream
        owned.defer(cleanup)
        await owned.send('tick', 1)
      }),
    )
    expect(events).toHaveLength(1)
    expect(cleanup).toHaveBeenCalledTimes(1)
  })

  it('decodes the cursor', async () => {
    const headers = { 'last-event-id': Buffer.from('語').toString('latin1') }
    const events = await collect(
      sse(request({ headers }), async (stream) => void (await stream.send('at', stream.lastEventId))),
    )
    expect(events[0]!.data).toBe('語')
  })

  it('answers HEAD without a body or a producer', async () => {
    const produce = vi.fn(async () => {})
    const response = sse(request({ method: 'HEAD' }), produce)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.body).toBeNull()
    expect(produce).not.toHaveBeenCalled()
  })

  it('ends cleanly at max age', async () => {
    const closed = Promise.withResolvers<string>()
    const parked = (stream: SseStream): Promise<void> => stream.closed.then(() => {})
    await collect(sse(request(), parked, { maxAge: 80, onClose: closed.resolve }))
    expect(await closed.promise).toBe('max-age')
  })

  it('says with 204 to stop reconnecting', () => {
    expect(stopReconnecting().status).toBe(204)
  })
})

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

describe('failure', () => {
  it('is one terminal event without the message, and onError gets the error and may name a code', async () => {
    const seen: [unknown, ErrorInfo][] = []
    const failure = new Error('secret')
    const produce = async (): Promise<void> => {
      throw failure
    }
    const onError = (error: unknown, info: ErrorInfo): string => {
      seen.push([error, info])
      return 'quota_exceeded'
    }
    const headers = { 'x-request-id': 'req-7' }
    const events = await collect(sse(request({ headers }), produce, { onError }))
    expect(events).toEqual([{ type: 'nyx.error', data: { code: 'quota_exceeded', requestId: 'req-7' } }])
    expect(seen).toEqual([[failure, { during: 'producer', requestId: 'req-7' }]])
  })

  it('is told to a handler that is async, and its code stays internal', async () => {
    const onError = (async () => {
      throw new Error('handler')
    }) as unknown as () => void
    const failing = () => Promise.reject(new Error('secret'))
    const [event] = await collect(sse(request(), failing, { onError }))
    expect(event!.data).toMatchObject({ code: 'internal' })
  })

  it('reports what onClose throws or rejects', async () => {
    const onError = vi.fn()
    const bad = [
      () => {
        throw new Error('thrown')
      },
      (async () => {
        throw new Error('rejected')
      }) as unknown as () => void,
    ]
    for (const onClose of bad) await collect(sse(request(), async () => {}, { onClose, onError }))
    await sleep(1)
    expect(onError.mock.calls.map(([error]) => (error as Error).message)).toEqual(['thrown', 'rejected'])
  })

  it('survives a handler that throws, and does not echo a request id that could hurt a log', async () => {
    const headers = { 'x-request-id': '{"evil": true}' }
    const events = await collect(
      sse(request({ headers }), () => Promise.reject(new Error('secret')), {
        onError: () => {
          throw new Error('handler')
        },
      }),
    )
    expect(events).toEqual([
      { type: 'nyx.error', data: { code: 'internal', requestId: expect.stringMatching(/^[\da-f-]{36}$/) } },
    ])
  })

  it('is a process warning where nobody handles it', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    await collect(sse(request(), () => Promise.reject(new Error('secret'))))
    expect(warned).toHaveBeenCalledWith(expect.objectContaining({ message: 'secret' }))
    warned.mockRestore()
  })
})

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

describe('createSse', () => {
  it('answers 503 with Retry-After over its limit, and again lets in who comes later', async () => {
    const { sse: limited, stats } = createSse({ name: 'limit', maxConnections: 1, retryAfter: 7 })
    const first = slowReader(limited(request(), (stream) => stream.closed.then(() => {})))
    await first.read()
    const second = limited(request(), async () => {})
    expect(second.status).toBe(503)
    expect(second.headers.get('retry-after')).toBe('7')
    await first.leave()
    expect(await collect(limited(request(), async () => {}))).toEqual([])
    expect(stats()).toMatchObject({
      connections: 0,
      accepted: 2,
      refused: 1,
      closed: { 'client-left': 1, completed: 1 },
    })
  })

  it('drains: a last retry for each, 503 for who comes, and bounded', async () => {
    const { sse: limited, drain } = createSse({ name: 'drain', heartbeat: false })
    const texts = Array.from({ length: 20 }, () =>
      limited(request(), (stream) => stream.closed.then(() => {})).text(),
    )
    const stuck = slowReader(limited(request(), async (stream) => void (await stream.send('tick', 'x'))))
    await stuck.read()
    await sleep(1)
    const begun = performance.now()
    await drain({ timeout: 100, retry: 500, retryJitter: 100_000 })
    expect(performance.now() - begun).toBeLessThan(5_000)
    const retries = (await Promise.all(texts)).map((text) => Number(/^retry: (\d+)$/m.exec(text)?.[1]))
    expect(Math.min(...retries)).toBeGreaterThanOrEqual(500)
    expect(new Set(retries).size).toBeGreaterThan(10)
    expect(limited(request(), async () => {}).status).toBe(503)
  })

  it('drains once, however often it is told to', async () => {
    const { sse: limited, drain } = createSse({ name: 'drain-twice' })
    const text = limited(request(), (stream) => stream.closed).text()
    await sleep(1)
    await Promise.all([drain({ retry: 7, retryJitter: 0 }), drain({ retry: 8, retryJitter: 0 })])
    await drain()
    expect((await text).match(/^retry: .*$/gm)).toEqual(['retry: 7'])
  })

  it('keeps its limits where another module asks for drain alone', async () => {
    const { sse: limited } = createSse({ name: 'kept', maxConnections: 1 })
    createSse({ name: 'kept' })
    const reader = slowReader(limited(request(), (stream) => stream.closed))
    await reader.read()
    expect(limited(request(), async () => {}).status).toBe(503)
    await reader.leave()
  })

  it('applies its defaults, which a call may override', async () => {
    const { sse: limited } = createSse({ name: 'defaults', retry: 100 })
    expect(await limited(request(), async () => {}).text()).toMatch(/retry: 100\n/)
    expect(await limited(request(), async () => {}, { retry: 200 }).text()).toMatch(/retry: 200\n/)
  })
})
