// The rules of WHATWG HTML 9.2.2 to 9.2.4 about connections, on real servers. Where this client does otherwise,
// the test's name says "deviation", and the README lists it.
import { afterEach, describe, expect, it } from 'vitest'
import {
  type ClientOptions,
  createClient,
  isClientError,
  type StandardSchema,
  stream,
} from '../../src/index.ts'
import type { StreamOptions } from '../../src/stream-types.ts'
import { type Handler, type Served, serve, startEvents, until } from '../serve.ts'

const text: StandardSchema<unknown, string> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as string }) },
}
const api = { events: stream('/events', { events: { message: text, end: text }, format: 'text' }) }

let server: Served
afterEach(() => server?.close())

/** Runs a stream until an event `end`, an error, or its end. */
async function run(handler: Handler, options: StreamOptions = {}, client: ClientOptions = {}) {
  server = await serve(handler)
  const events = createClient(api, { baseUrl: server.url, ...client }).events({
    reconnect: { minDelay: 1, maxDelay: 2 },
    ...options,
  })
  const got: string[] = []
  let error: unknown
  try {
    for await (const { type, data } of events) {
      if (type === 'end') break
      got.push(String(data))
    }
  } catch (caught) {
    error = caught
  }
  return {
    got,
    code: isClientError(error) ? error.code : error,
    count: server.requests.length,
    headers: server.requests.map((r) => r.headers),
    urls: server.requests.map((r) => r.url),
  }
}

const end = 'event: end\ndata:\n\n'
const finish: Handler = (_, res) => {
  startEvents(res)
  res.end(end)
}
/** The first answer is special, the second one ends it. */
const first =
  (handler: Handler): Handler =>
  (req, res, n) =>
    n === 1 ? handler(req, res, n) : finish(req, res, n)

describe('the request', () => {
  it('is a GET that accepts event streams and passes by caches, without Last-Event-ID at first', async () => {
    const { headers } = await run(finish)
    expect(server.requests[0]?.method).toBe('GET')
    expect(headers[0]).toMatchObject({ accept: 'text/event-stream', 'cache-control': 'no-cache' })
    expect(headers[0]).not.toHaveProperty('last-event-id')
  })
})

describe('a request that is no GET', () => {
  it.each(['POST', 'REPORT'])(
    'may be a %s, with its own content type and body, and headers',
    async (method) => {
      server = await serve(finish)
      const client = createClient(
        {
          ask: stream('/ask', { method, events: { end: text }, final: ['end'], format: 'text', body: text }),
        },
        { baseUrl: server.url, headers: { 'X-One': '1' } },
      )
      const events = client.ask({
        body: 'hello' as never,
        headers: { 'Content-Type': 'application/json; charset=utf-8', 'x-two': '2' },
      } as never)
      await events.forEach(() => {})
      expect(server.requests).toMatchObject([
        {
          method,
          body: '"hello"',
          headers: { 'content-type': 'application/json; charset=utf-8', 'x-one': '1', 'x-two': '2' },
        },
      ])
    },
  )
})

describe('the answer', () => {
  it.each([
    'text/event-stream',
    'text/event-stream;charset=utf-8',
    'text/event-stream; charset=UTF-8',
    'Text/Event-Stream',
    'text/event-stream ; foo=bar',
    'text/event-stream;charset=windows-1252',
    'text/event-stream;',
  ])('may be of the type %s, and is read as UTF-8', async (type) => {
    const { got, code } = await run((_, res) => {
      startEvents(res, { 'content-type': type })
      res.end(`data: é\n\n${end}`)
    })
    expect([got, code]).toEqual([['é'], undefined])
  })

  it.each([
    'text/plain',
    'text/event-streams',
    'text/event-stream-x',
    'application/json',
    'x text/event-stream',
    '',
  ])('of the type %j ends the stream', async (type) => {
    const { code, count } = await run((_, res) => {
      if (type) res.setHeader('content-type', type)
      res.end(`data: a\n\n${end}`)
    })
    expect([code, count]).toEqual(['INVALID_RESPONSE', 1])
  })

  it.each([201, 202, 205, 206, 210, 299])('of the status %i ends the stream', async (status) => {
    const { code, count } = await run((_, res) => {
      res.writeHead(status, { 'content-type': 'text/event-stream' }).end(end)
    })
    expect([code, count]).toEqual(['INVALID_RESPONSE', 1])
  })

  it.each([400, 401, 403, 404, 405, 410, 418])('of the status %i ends the stream', async (status) => {
    const { code, count } = await run((_, res) => {
      res.writeHead(status, { 'content-type': 'text/event-stream' }).end(end)
    })
    expect([code, count]).toEqual(['HTTP', 1])
  })

  it('204 ends the stream without an error', async () => {
    const { code, count } = await run((_, res) => void res.writeHead(204).end())
    expect([code, count]).toEqual([undefined, 1])
  })

  it.each([500, 502, 503, 504, 408, 425, 429])(
    'of the status %i is tried again (deviation)',
    async (status) => {
      const { code, count } = await run(first((_, res) => void res.writeHead(status).end()))
      expect([code, count]).toEqual([undefined, 2])
    },
  )
})

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])(
    '%i are followed, with the id; reconnects go to the first URL again',
    async (status) => {
      const { urls, headers, code } = await run((req, res, n) => {
        if (req.url === '/events') return void res.writeHead(status, { location: '/there' }).end()
        startEvents(res)
        res.end(n > 2 ? end : 'id: 1\ndata: a\n\n')
      })
      expect(code).toBeUndefined()
      expect(urls).toEqual(['/events', '/there', '/events', '/there'])
      expect(headers.map((h) => h['last-event-id'])).toEqual([undefined, undefined, '1', '1'])
    },
  )

  it('to nowhere end the stream', async () => {
    const { code, count } = await run((_, res) => void res.writeHead(302).end())
    expect([code, count]).toEqual(['HTTP', 1])
  })
})

describe('reconnecting', () => {
  it('sends the id that it was given at the start, and the later ones after that', async () => {
    const { headers } = await run(
      first((_, res) => {
        startEvents(res)
        res.end('id: b\ndata: x\n\ndata: y\n\n')
      }),
      { lastEventId: 'a' },
    )
    expect(headers.map((h) => h['last-event-id'])).toEqual(['a', 'b'])
  })

  it('follows a clean end, a reset, a refused connection and an empty body', async () => {
    const { got, code, count } = await run((_, res, n) => {
      if (n === 2) return void res.destroy()
      startEvents(res)
      if (n === 1) return void res.end('data: a\n\n')
      if (n === 3) return void res.end()
      if (n === 4) {
        res.write('data: b\n\n')
        return void setTimeout(() => res.socket?.resetAndDestroy(), 20)
      }
      res.end(end)
    })
    expect([got, code, count]).toEqual([['a', 'b'], undefined, 5])
  })

  it('sends the last id, keeps it over connections without one, and forgets it after an empty one', async () => {
    const bodies = ['id: 1\ndata: a\n\n', 'data: b\n\n', '', 'id: 2\n\n', 'id\ndata: c\n\n', end]
    const { headers, got } = await run((_, res, n) => {
      startEvents(res)
      res.end(bodies[n - 1])
    })
    expect(headers.map((h) => h['last-event-id'])).toEqual([undefined, '1', '1', '1', '2', undefined])
    expect(got).toEqual(['a', 'b', 'c'])
  })

  it('sends the id as UTF-8 bytes', async () => {
    const { headers } = await run(
      first((_, res) => {
        startEvents(res)
        res.end('id: 語é🙂\ndata: a\n\n')
      }),
    )
    expect(Buffer.from(headers[1]?.['last-event-id'] as string, 'latin1').toString()).toBe('語é🙂')
  })

  it('drops what was unfinished, its id too', async () => {
    const { headers, got } = await run(
      first((_, res) => {
        startEvents(res)
        res.end('id: 1\ndata: a\n\nid: 2\ndata: b\n')
      }),
    )
    expect([headers[1]?.['last-event-id'], got]).toEqual(['1', ['a']])
  })

  it('waits at least as long as retry says, also in the connections after', async () => {
    const delays: number[] = []
    await run(
      (_, res, n) => {
        startEvents(res)
        res.end(n === 1 ? 'retry: 40\n\n' : n === 3 ? end : '')
      },
      { onReconnect: ({ delay }) => delays.push(delay) },
    )
    expect(delays).toHaveLength(2)
    for (const delay of delays) expect(delay).toBeGreaterThanOrEqual(40)
  })

  it('never waits less than minDelay (deviation), nor more than five minutes, whatever retry says', async () => {
    for (const [retry, least, most] of [
      ['0', 30, 60],
      ['99999999999999999999', 300_000, 300_000],
    ] as const) {
      let kick = () => {}
      let waited = 0
      await run(
        first((_, res) => {
          startEvents(res)
          res.end(`retry: ${retry}\n\n`)
        }),
        {
          reconnect: { minDelay: 30, maxDelay: 60 },
          wake: (now) => {
            kick = now
            return () => {}
          },
          onReconnect: ({ delay }) => {
            waited = delay
            setTimeout(() => kick())
          },
        },
      )
      expect(waited).toBeGreaterThanOrEqual(least)
      expect(waited).toBeLessThanOrEqual(most)
      await server.close()
    }
  })

  it('gives up after the attempts allowed (deviation)', async () => {
    const { code, count } = await run((_, res) => void res.destroy(), {
      reconnect: { attempts: 2, minDelay: 1, maxDelay: 1 },
    })
    expect([code, count]).toEqual(['STREAM_INTERRUPTED', 3])
  })

  it('does not happen once the stream is closed, not even out of a wait', async () => {
    server = await serve((_, res) => {
      startEvents(res)
      res.end('data: a\n\n')
    })
    const events = createClient(api, { baseUrl: server.url }).events({
      reconnect: { minDelay: 50, maxDelay: 50 },
    })
    await events.next()
    const waiting = events.next()
    await until(() => server.sockets.size === 0 || server.requests.length === 1)
    await events.close()
    expect(await waiting).toEqual({ done: true, value: undefined })
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(server.requests).toHaveLength(1)
  })
})
