import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Served, serve, startEvents, until } from '../test/serve.ts'
import {
  bearer,
  type ClientError,
  type ClientOptions,
  createClient,
  defineContract,
  isClientError,
  type StreamOptions,
  stream,
} from './index.ts'

const step = z.object({ n: z.number() })
const api = defineContract({
  run: stream('/run/:id', { events: { step, done: z.object({ ok: z.boolean() }) }, final: ['done'] }),
  live: stream('/live', { events: { message: z.unknown() } }),
  chat: stream('/chat', {
    method: 'POST',
    body: z.object({ q: z.string() }),
    events: { step, done: step },
    final: ['done'],
  }),
  lax: stream('/lax', { events: { step, done: step }, final: ['done'], unknown: 'yield', invalid: 'yield' }),
  skips: stream('/lax', { events: { step, done: step }, final: ['done'], invalid: 'skip' }),
})

let server: Served
afterEach(() => server?.close())

const quick = { minDelay: 1, maxDelay: 5 }
const run: { params: { id: string } } & StreamOptions = { params: { id: '1' }, reconnect: quick }

async function start(handler: Parameters<typeof serve>[0], options: ClientOptions = {}) {
  server = await serve(handler)
  return createClient(api, { baseUrl: server.url, ...options })
}

async function collect<E>(events: AsyncIterable<E>): Promise<{ got: E[]; error?: ClientError }> {
  const got: E[] = []
  try {
    for await (const event of events) got.push(event)
  } catch (error) {
    if (isClientError(error)) return { got, error }
    throw error
  }
  return { got }
}

const event = (n: number, name = 'step', data: unknown = { n }) =>
  `id: ${n}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`
const lastIds = () => server.requests.map((r) => r.headers['last-event-id'])

describe('event streams', () => {
  it('yield typed events, end with a final one and close the socket', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.write(event(1) + event(2, 'done', { ok: true }) + event(3))
    })
    const { got, error } = await collect(client.run(run))
    expect(error).toBeUndefined()
    expect(got).toEqual([
      { type: 'step', data: { n: 1 }, id: '1' },
      { type: 'done', data: { ok: true }, id: '2' },
    ])
    await until(() => server.sockets.size === 0)
  })

  it('come back after a clean end and after a reset, with the last id, and drop what they had', async () => {
    const client = await start((_, res, n) => {
      startEvents(res)
      if (n === 1) return void res.end(`${event(1)}${event(2)}id: 3\nevent: step\ndata: {"n":`)
      if (n === 2) {
        res.write(event(2) + event(3))
        return void setTimeout(() => res.destroy(), 20)
      }
      res.end(event(4, 'done', { ok: true }))
    })
    const { got, error } = await collect(client.run(run))
    expect(error).toBeUndefined()
    expect(got.map((e) => e.id)).toEqual(['1', '2', '3', '4'])
    expect(lastIds()).toEqual([undefined, '2', '3'])
  })

  it('start from a known id and tell where they are', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.write(event(8) + event(9, 'done', { ok: true }))
    })
    const events = client.run({ ...run, lastEventId: '7é' })
    expect(events.lastEventId).toBe('7é')
    const seen: string[] = []
    for await (const _ of events) seen.push(events.lastEventId)
    expect(seen).toEqual(['8', '9'])
    expect(Buffer.from(lastIds()[0] as string, 'latin1').toString()).toBe('7é')
  })

  it('are interrupted, not complete, where events had no ids', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.end('event: step\ndata: {"n":1}\n\n')
    })
    const { got, error } = await collect(client.run(run))
    expect(got).toHaveLength(1)
    expect(error?.code).toBe('STREAM_INTERRUPTED')
    expect(server.requests).toHaveLength(1)
  })

  it('are interrupted when the attempts are spent', async () => {
    const client = await start((_, res) => startEvents(res) ?? res.end())
    const { error } = await collect(client.run({ ...run, reconnect: { ...quick, attempts: 3 } }))
    expect(error?.code).toBe('STREAM_INTERRUPTED')
    expect(server.requests).toHaveLength(4)
  })

  it('keep away from a server that ends at once and asks for a retry of 1 ms', async () => {
    const waits: number[] = []
    const client = await start((_, res) => startEvents(res) ?? res.end('retry: 1\n\n'))
    await collect(
      client.live({
        reconnect: { minDelay: 20, maxDelay: 160, attempts: 6 },
        onReconnect: ({ delay }) => waits.push(delay),
      }),
    )
    expect(waits).toHaveLength(6)
    for (const delay of waits) expect(delay).toBeGreaterThanOrEqual(20)
  })

  it.each([400, 401, 403, 404, 410, 301])('end on %i', async (status) => {
    const client = await start((_, res) => void res.writeHead(status).end())
    const { error } = await collect(client.run(run))
    expect(error).toMatchObject({ code: 'HTTP', status })
    expect(server.requests).toHaveLength(1)
  })

  it.each([408, 425, 429, 500, 502, 503])('come back after %i', async (status) => {
    const client = await start((_, res, n) => {
      if (n < 3) return void res.writeHead(status).end()
      startEvents(res)
      res.end(event(1, 'done', { ok: true }))
    })
    expect((await collect(client.run(run))).got).toHaveLength(1)
    expect(server.requests).toHaveLength(3)
  })

  it('end on 204: quietly where nothing was left to come, else as interrupted', async () => {
    const client = await start((_, res) => void res.writeHead(204).end())
    expect(await collect(client.live())).toEqual({ got: [] })
    expect((await collect(client.run(run))).error?.code).toBe('STREAM_INTERRUPTED')
    expect(server.requests).toHaveLength(2)
  })

  it('check the content type', async () => {
    const client = await start(
      (_, res) => void res.writeHead(200, { 'content-type': 'text/html' }).end('data: 1\n\n'),
    )
    expect((await collect(client.live())).error?.code).toBe('INVALID_RESPONSE')
    expect(server.requests).toHaveLength(1)
  })

  it('take silence for a dead connection', async () => {
    const client = await start((_, res, n) => {
      startEvents(res)
      res.write(n === 1 ? event(1) : event(2, 'done', { ok: true }))
    })
    const { got } = await collect(client.run({ ...run, idleTimeout: 60 }))
    expect(got.map((e) => e.id)).toEqual(['1', '2'])
    await until(() => server.sockets.size === 0)
  })

  it('close their socket on break, close(), abort and await using', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.write(event(1))
    })
    for await (const _ of client.run(run)) break
    await until(() => server.sockets.size === 0)

    const closed = client.run(run)
    expect((await closed.next()).done).toBe(false)
    const pending = closed.next()
    closed.close()
    expect(await pending).toEqual({ done: true, value: undefined })
    await until(() => server.sockets.size === 0)

    const control = new AbortController()
    const aborted = collect(client.run({ ...run, signal: control.signal }))
    await until(() => server.sockets.size === 1)
    control.abort()
    expect((await aborted).error?.code).toBe('ABORTED')
    await until(() => server.sockets.size === 0)
    {
      await using events = client.run(run)
      await events.next()
      expect(server.sockets.size).toBe(1)
    }
    await until(() => server.sockets.size === 0)
  })

  it('throw on data that does not fit, or yield or skip it, and name unknown events', async () => {
    const body = `${event(1, 'step', { n: 'x' })}event: other\ndata: hi\n\n${event(2, 'done', { n: 2 })}`
    const client = await start((_, res) => {
      startEvents(res)
      res.end(body)
    })
    const strict = await collect(client.run(run))
    expect(strict.error?.code).toBe('INVALID_EVENT')
    expect(strict.error?.message).toMatch(/: step: n: /)
    expect((await collect(client.lax())).got).toMatchObject([
      { type: 'nyx.invalid', data: { type: 'step', data: '{"n":"x"}' }, id: '1' },
      { type: 'nyx.unknown', data: { type: 'other', data: 'hi' } },
      { type: 'done', data: { n: 2 }, id: '2' },
    ])
    expect((await collect(client.skips())).got).toMatchObject([{ type: 'done' }])
  })

  it('keep the order where schemas take their time', async () => {
    const slow = defineContract({
      events: stream('/', {
        events: {
          a: z.number().refine((n) => new Promise((resolve) => setTimeout(resolve, n % 3, true))),
          b: z.number(),
        },
        final: ['b'],
      }),
    })
    server = await serve((_, res) => {
      startEvents(res)
      res.end(Array.from({ length: 20 }, (_, n) => event(n, n === 19 ? 'b' : 'a', n)).join(''))
    })
    const { got } = await collect(createClient(slow, { baseUrl: server.url }).events())
    expect(got.map((e) => e.data)).toEqual(Array.from({ length: 20 }, (_, n) => n))
  })

  it('give each of several waiting next() its own event, in order', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.end(event(1) + event(2) + event(3, 'done', { ok: true }))
    })
    const events = client.run(run)
    const results = await Promise.all([events.next(), events.next(), events.next(), events.next()])
    expect(results.map((r) => (r.done ? 'end' : r.value.id))).toEqual(['1', '2', '3', 'end'])
  })

  it('send POST once, unless there are a key and an id to go on from', async () => {
    const client = await start((_, res, n) => {
      startEvents(res)
      res.end(n < 3 ? event(n) : event(n, 'done'))
    })
    const body = { q: 'why' }
    expect((await collect(client.chat({ body, reconnect: quick }))).error?.code).toBe('STREAM_INTERRUPTED')
    expect(server.requests).toHaveLength(1)
    const { got } = await collect(client.chat({ body, reconnect: quick, idempotencyKey: 'k1' }))
    expect(got.map((e) => e.id)).toEqual(['2', '3'])
    expect(server.requests.slice(1)).toMatchObject([
      { body: '{"q":"why"}', headers: { 'idempotency-key': 'k1' } },
      { body: '{"q":"why"}', headers: { 'idempotency-key': 'k1', 'last-event-id': '2' } },
    ])
  })

  it('refresh credentials on a reconnect', async () => {
    let token = 'old'
    const client = await start(
      (req, res) => {
        if (req.headers.authorization !== `Bearer ${server.requests.length > 1 ? 'new' : 'old'}`) {
          return void res.writeHead(401).end()
        }
        startEvents(res)
        res.end(server.requests.length === 1 ? event(1) : event(2, 'done', { ok: true }))
      },
      {
        auth: bearer({
          token: () => token,
          refresh: async () => {
            token = 'new'
          },
        }),
      },
    )
    const { got, error } = await collect(client.run(run))
    expect(error).toBeUndefined()
    expect(got.map((e) => e.id)).toEqual(['1', '2'])
  })

  it('refuse events that are too long', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.write(`data: ${'x'.repeat(5_000)}`)
    })
    expect((await collect(client.live({ maxEventSize: 1_000 }))).error?.code).toBe('INVALID_EVENT')
  })
})
