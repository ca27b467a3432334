import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ada, api, failure, server, start } from '../test/personas.ts'
import { json } from '../test/serve.ts'
import { type ApiError, bearer, createClient, route } from './index.ts'

describe('requests', () => {
  it('sends what the contract says and returns the output of its schema', async () => {
    const client = await start((_, res) => json(res, 201, { ...ada, madeAt: '2026-01-02T00:00:00Z' }))
    const persona = await client.personas.create({ body: { name: 'Ada' } })
    expect(persona.madeAt).toEqual(new Date('2026-01-02T00:00:00Z'))
    expect(server.requests).toMatchObject([
      { method: 'POST', url: '/api/v1/personas', body: '{"name":"Ada"}' },
    ])
    expect(server.requests[0]?.headers['content-type']).toBe('application/json')
  })

  it('encodes path and query', async () => {
    const client = await start((_, res) => json(res, 200, { ...ada, items: [], nextCursor: null }))
    await client.personas.get({ params: { id: 'a/b?c#d é%2e' } })
    await client.personas.list({ query: { tag: ['x', 'y&z'] } })
    expect(server.requests.map((r) => r.url)).toEqual([
      '/api/v1/personas/a%2Fb%3Fc%23d%20%C3%A9%252e',
      '/api/v1/personas?tag=x&tag=y%26z',
    ])
  })

  it.each(['.', '..', '', '\ud800'])('refuses the path parameter %j before anything is sent', async (id) => {
    const client = await start((_, res) => json(res, 200, ada))
    expect((await failure(client.personas.get({ params: { id } }))).code).toBe('INVALID_REQUEST')
    expect(server.requests).toHaveLength(0)
  })

  it('names the field of a body that does not fit, and sends nothing', async () => {
    const client = await start((_, res) => json(res, 201, ada))
    const error = await failure(client.personas.create({ body: { name: '' } }))
    expect(error.code).toBe('INVALID_REQUEST')
    expect(error.message).toMatch(/^POST \/api\/v1\/personas: body: name: /)
    expect(server.requests).toHaveLength(0)
  })

  it('gives undefined for answers without a body, and bytes and streams where asked', async () => {
    const client = await start((req, res) => {
      if (req.method === 'DELETE') return void res.writeHead(204).end()
      res.writeHead(200, { 'content-type': 'application/octet-stream' }).end(Buffer.from([1, 2, 3]))
    })
    expect(await client.personas.remove({ params: { id: 1 } })).toBeUndefined()
    expect(await client.personas.picture()).toEqual(new Uint8Array([1, 2, 3]))
    const stream = await client.personas.download()
    expect(Buffer.concat(await Array.fromAsync(stream))).toEqual(Buffer.from([1, 2, 3]))
  })

  it('sends FormData as it is', async () => {
    const client = await start((_, res) => json(res, 200, 'ok'))
    const form = new FormData()
    form.set('file', new Blob(['hello']), 'a.txt')
    expect(await client.personas.upload({ body: form })).toBe('ok')
    expect(server.requests[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(server.requests[0]?.body).toContain('filename="a.txt"')
  })

  it('follows pages by cursor and by number', async () => {
    const client = await start((req, res) => {
      const url = new URL(req.url!, 'http://x')
      if (url.pathname === '/numbered') {
        const page = Number(url.searchParams.get('page') ?? 1)
        return json(res, 200, { rows: page < 4 ? [page, page * 10] : [] })
      }
      const at = url.searchParams.get('cursor')
      json(res, 200, {
        items: [{ id: at ?? '0', name: url.searchParams.get('tag') }],
        nextCursor: at ? null : '1',
      })
    })
    const rows = await Array.fromAsync(client.personas.list.all({ query: { tag: ['t'] } }))
    expect(rows.map((row) => [row.id, row.name])).toEqual([
      ['0', 't'],
      ['1', 't'],
    ])
    expect(await Array.fromAsync(client.personas.numbered.all())).toEqual([1, 10, 2, 20, 3, 30])
  })

  it('waits for a schema that takes its time over an answer', async () => {
    await start((_, res) => json(res, 200, ada))
    const later = z.object({ name: z.string() }).transform(async ({ name }) => name.toUpperCase())
    const client = createClient(
      { get: route.get('/', { responses: { 200: later } }) },
      { baseUrl: server.url },
    )
    expect(await client.get()).toBe('ADA')
  })
})

describe('retries and time', () => {
  it('retries GET on 503 and on broken connections, and asks for fresh headers each time', async () => {
    let token = 0
    const client = await start(
      (_, res, n) => (n === 1 ? json(res, 503, {}) : n === 2 ? void res.destroy() : json(res, 200, ada)),
      { auth: () => `t${++token}` },
    )
    expect(await client.personas.get({ params: { id: 1 } })).toMatchObject(ada)
    expect(server.requests.map((r) => r.headers.authorization)).toEqual([
      'Bearer t1',
      'Bearer t2',
      'Bearer t3',
    ])
  })

  it('sends no header for a token or a key that is empty', async () => {
    const client = await start((_, res) => json(res, 200, ada), { auth: () => '' })
    await client.personas.once({ body: {}, idempotencyKey: '' })
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization')
    expect(server.requests[0]?.headers).not.toHaveProperty('idempotency-key')
  })

  it('does not retry POST without a key, and keeps the key over attempts', async () => {
    const client = await start((_, res, n) => json(res, n < 4 ? 503 : 200, ada))
    await failure(client.personas.create({ body: { name: 'Ada' } }))
    expect(server.requests).toHaveLength(1)
    await client.personas.once({ body: {} })
    const keys = server.requests.slice(1).map((r) => r.headers['idempotency-key'])
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[\da-f-]{32,36}$/)
  })

  it('waits as Retry-After says, and not at all where it says too long', async () => {
    const waits: number[] = []
    const client = await start(
      (_, res, n) =>
        json(res, n === 1 ? 429 : n === 2 ? 200 : 429, ada, {
          'retry-after': n === 1 ? '1' : '3600',
        }),
      { hooks: { retry: ({ delay }) => void waits.push(delay) } },
    )
    await client.personas.get({ params: { id: 1 } })
    expect(waits).toEqual([1000])
    expect((await failure(client.personas.get({ params: { id: 1 } }))).code).toBe('HTTP')
    expect(server.requests).toHaveLength(3)
  })

  it('stops retrying once the budget of the client is spent', async () => {
    const client = await start((_, res) => json(res, 503, {}), { retry: { baseDelay: 1, budget: 3 } })
    for (let i = 0; i < 4; i++) await failure(client.personas.get({ params: { id: i } }))
    expect(server.requests).toHaveLength(4 + 3)
  })

  it('ends an attempt that hangs, in its headers or in its body', async () => {
    const client = await start(
      (_, res, n) => {
        if (n === 2) res.writeHead(200, { 'content-type': 'application/json' }).write('{')
        if (n === 3) json(res, 200, ada)
      },
      { timeout: 150, retry: { baseDelay: 1 } },
    )
    expect(await client.personas.get({ params: { id: 1 } })).toMatchObject(ada)
    expect(server.requests).toHaveLength(3)
  })

  it('knows no bound where the time is Infinity', async () => {
    const client = await start(
      async (_, res) => {
        await new Promise((resolve) => setTimeout(resolve, 50))
        json(res, 200, ada)
      },
      { timeout: { attempt: Infinity, total: Infinity } },
    )
    await client.personas.get({ params: { id: '1' } })
    expect(server.requests).toHaveLength(1)
  })

  it('ends the whole call when its time is up, even where fetch does not listen', async () => {
    const deaf = createClient(api, {
      fetch: () => new Promise(() => {}),
      timeout: { total: 100 },
    })
    expect((await failure(deaf.personas.get({ params: { id: 1 } }))).code).toBe('TIMEOUT')
  })

  it('follows the signal: before, during the request, during a wait', async () => {
    const client = await start((_, res, n) => n > 1 && json(res, 503, {}, { 'retry-after': '30' }))
    const get = (signal: AbortSignal) => failure(client.personas.get({ params: { id: 1 }, signal }))
    const before = await get(AbortSignal.abort(new Error('no more')))
    expect([before.code, before.name, (before.cause as Error).message]).toEqual([
      'ABORTED',
      'AbortError',
      'no more',
    ])
    expect(server.requests).toHaveLength(0)
    expect((await get(AbortSignal.timeout(50))).code).toBe('ABORTED')
    expect((await get(AbortSignal.timeout(100))).code).toBe('ABORTED')
  })

  it('leaves no listener on a signal that outlives its calls', async () => {
    const client = await start((_, res) => json(res, 200, ada))
    const { signal } = new AbortController()
    let open = 0
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      open++
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      open--
      remove(...args)
    }
    for (let i = 0; i < 20; i++) await client.personas.get({ params: { id: i }, signal })
    expect(open).toBe(0)
  })
})

describe('credentials', () => {
  it('refreshes once for all calls that meet a 401, and replays them', async () => {
    let token = 'old'
    let refreshes = 0
    const client = await start(
      async (req, res) => {
        // Some answers come late, after the refresh of the others is over.
        if (req.url?.endsWith('late')) await new Promise((resolve) => setTimeout(resolve, 60))
        json(res, req.headers.authorization === 'Bearer new' ? 200 : 401, ada)
      },
      {
        auth: bearer({
          token: () => token,
          refresh: async () => {
            refreshes++
            await new Promise((resolve) => setTimeout(resolve, 20))
            token = 'new'
          },
        }),
      },
    )
    const ids = ['1', '2', '3', 'late', '5']
    const all = await Promise.all(ids.map((id) => client.personas.get({ params: { id } })))
    expect(all).toHaveLength(5)
    expect(refreshes).toBe(1)
  })

  it('is terminal where the new credentials are refused too, or cannot be had', async () => {
    let refreshes = 0
    const client = await start((_, res) => json(res, 401, {}), {
      auth: bearer({
        token: () => 'x',
        refresh: async () => {
          if (++refreshes === 2) throw new Error('no')
        },
      }),
    })
    expect(((await failure(client.personas.get({ params: { id: 1 } }))) as ApiError).status).toBe(401)
    expect([refreshes, server.requests.length]).toEqual([1, 2])
    expect(((await failure(client.personas.get({ params: { id: 1 } }))) as ApiError).status).toBe(401)
    expect([refreshes, server.requests.length]).toEqual([2, 3])
  })

  it('sends none where a route wants none', async () => {
    const client = await start((_, res) => json(res, 200, ada), { auth: () => 'secret' })
    await client.personas.open()
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
  })
})

describe('hooks', () => {
  it('see each attempt and may change its headers', async () => {
    const seen: string[] = []
    const client = await start((_, res, n) => json(res, n === 1 ? 503 : 200, ada), {
      hooks: {
        request: ({ headers, attempt }) => {
          headers.set('x-attempt', String(attempt))
          seen.push(`request ${attempt}`)
        },
        response: (_, { status }) => void seen.push(`response ${status}`),
        retry: ({ path, attempt }) => void seen.push(`retry ${path} ${attempt}`),
        error: () => void seen.push('error'),
      },
    })
    await client.personas.get({ params: { id: 1 } })
    expect(seen).toEqual([
      'request 1',
      'response 503',
      'retry /api/v1/personas/:id 1',
      'request 2',
      'response 200',
    ])
    expect(server.requests.map((r) => r.headers['x-attempt'])).toEqual(['1', '2'])
  })
})
