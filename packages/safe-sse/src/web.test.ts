import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { createSse, type ErrorInfo, type SseStream, sse, stopReconnecting } from './index.ts'
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

  it('ends a body that is first read after its client has left, and one that was cut as an error', async () => {
    const produce = vi.fn(async () => {})
    const abort = new AbortController()
    const left = sse(request({ signal: abort.signal }), produce)
    abort.abort()
    expect(await left.text()).toBe('')
    const server = createSse({ name: 'cut before it is read' })
    const cut = server.sse(request(), produce)
    await server.drain({ timeout: 0 })
    await expect(cut.text()).rejects.toThrow('The event stream ended: shutdown')
    expect(produce).not.toHaveBeenCalled()
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
    kept.defer((reason) => order.push(`late: ${reason}`))
    expect(order).toEqual(['second', 'first', 'late: completed'])
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
    const response = sse(request({ method: 'HEAD' }), produce, { headers: { 'x-own': 'yes' } })
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-own': 'yes',
    })
    expect(response.body).toBeNull()
    expect(produce).not.toHaveBeenCalled()
  })

  it('ends cleanly at max age', async () => {
    const closed = Promise.withResolvers<string>()
    const parked = (stream: SseStream): Promise<void> => stream.closed.then(() => {})
    await collect(sse(request(), parked, { maxAge: 80, onClose: closed.resolve }))
    expect(await closed.promise).toBe('max-age')
  })

  it('lets streams of one age end at times of their own, up to a tenth sooner', async () => {
    const start = performance.now()
    const ages: number[] = []
    const onClose = (): void => void ages.push(performance.now() - start)
    const options = { maxAge: 1_000, onClose }
    await Promise.all(
      Array.from({ length: 100 }, () => sse(request(), (stream) => stream.closed, options).text()),
    )
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(895)
    // In more than one slot of the wheel.
    expect(Math.max(...ages) - Math.min(...ages)).toBeGreaterThan(40)
  })

  it('says with 204 to stop reconnecting', () => {
    expect(stopReconnecting().status).toBe(204)
  })
})
