import { createClient, defineContract, isApiError, route } from '@nyxcore/client'
import { problem } from '@nyxcore/client/problem'
import { HttpProblem, implement, reply } from '@nyxcore/client/server'
import { sse } from '@nyxcore/safe-sse'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { api, handlers } from './api.ts'

const context = (request: Request): { tenant: string } => {
  const tenant = request.headers.get('x-tenant') ?? 'anonymous'
  if (tenant === 'nobody') throw new HttpProblem(401, { headers: { 'www-authenticate': 'Bearer' } })
  return { tenant }
}
const onError = vi.fn()
const handle = implement(api, handlers, { sse, context, onError, maxBodySize: 1000 })
const base = 'http://app.test'
const send = (method: string, path: string, init: RequestInit = {}): Promise<Response> =>
  handle(new Request(base + path, { method, ...init }))
const json = (value: unknown): RequestInit => ({
  body: typeof value === 'string' ? value : JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
})
const client = createClient(api, {
  baseUrl: base,
  fetch: (url, init) => handle(new Request(url, init)),
  retry: { attempts: 1 },
})

describe('implement, called by the typed client', () => {
  it('serves JSON, headers, pages and answers without a body', async () => {
    const made = await client.notes.create.safe({ body: { text: 'hi', tags: ['a', 'b'] } })
    expect(made).toMatchObject({ ok: true, status: 201, data: { id: '2', text: 'hi', madeAt: new Date(0) } })
    expect(made.ok && made.headers.get('location')).toBe('/x')
    expect((await client.notes.get({ params: { id: 'a/b ü' } })).id).toBe('a/b ü')
    expect(await Array.fromAsync(client.notes.list.all({ query: { limit: 4 } }))).toEqual([...'01234567'])
    expect(await client.notes.remove({ params: { id: '1' } })).toBeUndefined()
    expect(await client.who({ headers: { 'x-tenant': 't1' } })).toEqual({ tenant: 't1', context: 't1' })
  })

  it('sends declared errors, typed', async () => {
    const error = await client.notes.create({ body: { text: 'twice' } }).catch((e) => e)
    expect(isApiError(api.notes.create, error) && error.status === 409 && error.data.reason).toBe(
      'It is there already.',
    )
  })

  it('sends streams, by function and by generator, and goes on where the client left off', async () => {
    for (const id of ['sent', 'generated']) {
      const events = await Array.fromAsync(client.events({ params: { id } }))
      expect(events.map(({ type }) => type)).toEqual(['step', 'step', 'step', 'done'])
    }
    const rest = await Array.fromAsync(client.events({ params: { id: 'generated' }, lastEventId: '2' }))
    expect(rest.map(({ id }) => id)).toEqual(['3', 'end'])
  })

  it('refuses a stream before it begins', async () => {
    const events = client.events({ params: { id: 'x' }, headers: { 'x-tenant': 'stranger' } })
    await expect(events.next()).rejects.toMatchObject({ status: 403 })
  })

  it('takes and sends raw bodies', async () => {
    const form = new FormData()
    form.set('name', 'n')
    form.set('file', new File(['12345'], 'f.txt'))
    expect(await client.files.form({ body: form })).toEqual({ name: 'n', size: 5 })
    expect(await client.files.put({ params: { name: 'f' }, body: new Blob(['1234']).stream() })).toEqual({
      bytes: 4,
    })
    expect(await new Response(await client.files.get({ params: { name: 'f' } })).text()).toBe('file f')
  })
})

describe('problems', () => {
  const problem = async (response: Response): Promise<Record<string, unknown>> => {
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    const body = (await response.json()) as Record<string, unknown>
    expect(body).toMatchObject({ status: response.status, requestId: response.headers.get('x-request-id') })
    return body
  }

  it.each([
    ['POST', '/api/v1/notes', json({ tags: [1] }), 400, ['body text #/text', 'body tags.0 #/tags/0']],
    ['GET', '/api/v1/notes?limit=1000', {}, 400, ['query limit #/limit']],
    ['GET', '/api/v1/notes?limit=x', {}, 400, ['query limit #/limit']],
    ['DELETE', '/api/v1/notes/locked', {}, 400, ['params id #/id']],
    ['GET', '/api/v1/who', {}, 400, ['headers x-tenant #/x-tenant']],
    ['POST', '/api/v1/notes', {}, 400, ['body  #']],
  ])('%s %s %j names the field', async (method, path, init, status, fields) => {
    const body = await problem(await send(method, path, init))
    expect(body).toMatchObject({ status, title: 'Bad Request', code: 'INVALID_REQUEST' })
    const errors = body.errors as { in: string; field: string; pointer: string; detail: string }[]
    expect(errors.map((e) => `${e.in} ${e.field} ${e.pointer}`)).toEqual(fields)
    expect(errors.every(({ detail }) => detail.length > 0)).toBe(true)
  })

  it.each([
    ['not JSON', json('{"text":'), 400, 'MALFORMED_REQUEST'],
    [
      'broken UTF-8',
      { body: new Uint8Array([34, 0xff, 34]), headers: { 'content-type': 'application/json' } },
      400,
      'MALFORMED_REQUEST',
    ],
    [
      'another type',
      { body: 'text=hi', headers: { 'content-type': 'text/plain' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'another charset',
      { body: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'an encoding',
      { body: '{}', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a form for JSON', { body: new URLSearchParams({ text: 'x' }) }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a body over the limit', json({ text: 'x'.repeat(1000) }), 413, 'BODY_TOO_LARGE'],
    [
      'a stream over the limit',
      {
        body: new Blob(['"', 'x'.repeat(1000), '"']).stream(),
        duplex: 'half',
        headers: { 'content-type': 'application/json' },
      },
      413,
      'BODY_TOO_LARGE',
    ],
  ])('answers %s', async (_, init, status, code) => {
    expect(await problem(await send('POST', '/api/v1/notes', init as RequestInit))).toMatchObject({
      status,
      code,
    })
  })

  it('takes JSON of any name and in UTF-8', async () => {
    for (const type of [
      'application/json; charset=utf-8',
      'application/merge-patch+json',
      'Application/JSON;charset="UTF-8"',
    ]) {
      const response = await send('POST', '/api/v1/notes', {
        body: '{"text":"x"}',
        headers: { 'content-type': type },
      })
      expect(response.status).toBe(201)
    }
  })

  it('limits a body that the handler reads as a stream', async () => {
    const body = new Blob(['x'.repeat(1001)]).stream()
    const response = await send('PUT', '/api/v1/files/f', { body, duplex: 'half' } as RequestInit)
    expect(await problem(response)).toMatchObject({ status: 413 })
  })

  it('tells a missing path, a missing method and a broken path apart', async () => {
    expect(await problem(await send('GET', '/api/v1/nothing'))).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    })
    const wrong = await send('PATCH', '/api/v1/notes')
    expect(wrong.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
    expect(await problem(wrong)).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' })
    expect(await problem(await send('GET', '/api/v1/notes/%ff'))).toMatchObject({
      status: 400,
      code: 'MALFORMED_REQUEST',
    })
    const options = await send('OPTIONS', '/api/v1/notes')
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST'])
  })

  it('answers HEAD with the headers of GET and no body', async () => {
    const head = await send('HEAD', '/api/v1/notes/1')
    const get = await send('GET', '/api/v1/notes/1')
    expect([head.status, head.headers.get('content-type'), head.body]).toEqual([
      200,
      get.headers.get('content-type'),
      null,
    ])
    expect((await send('HEAD', '/api/v1/notes/missing')).status).toBe(404)
    const events = await send('HEAD', '/api/v1/events/endless')
    expect([events.headers.get('content-type'), events.body]).toEqual(['text/event-stream', null])
  })

  it.each(['throw', 'answer'])('hides what a handler did wrong (%s), and tells onError', async (how) => {
    onError.mockClear()
    const response = await send('GET', `/api/v1/broken/${how}`, { headers: { 'x-request-id': 'r-1' } })
    const text = JSON.stringify(await problem(response))
    expect(response.status).toBe(500)
    expect(response.headers.get('x-request-id')).toBe('r-1')
    expect(text).not.toContain('hunter2')
    expect(onError).toHaveBeenCalledTimes(1)
    const [error, info] = onError.mock.lastCall!
    expect(error.message).toContain(
      how === 'throw' ? 'password' : "GET /api/v1/broken/:how: the handler's 200 does not fit: n:",
    )
    expect(info).toMatchObject({ requestId: 'r-1', status: 500, endpoint: api.broken })
  })

  it('sends the problem that a handler, the context or onError chooses', async () => {
    expect(await problem(await send('GET', '/api/v1/notes/missing'))).toMatchObject({
      status: 404,
      code: 'APPLICATION',
      detail: 'There is no such note.',
    })
    const refused = await send('GET', '/api/v1/notes/1', { headers: { 'x-tenant': 'nobody' } })
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    onError.mockReturnValueOnce(
      new HttpProblem(503, { headers: { 'retry-after': '3' }, extensions: { until: 'noon' } }),
    )
    const mapped = await send('GET', '/api/v1/broken/throw')
    expect(mapped.headers.get('retry-after')).toBe('3')
    expect(await problem(mapped)).toMatchObject({ status: 503, until: 'noon' })
    onError.mockImplementationOnce(() => {
      throw new Error('the logger is down')
    })
    expect((await send('GET', '/api/v1/broken/throw')).status).toBe(500)
  })

  it('takes no request id that could forge a log line', async () => {
    const response = await send('GET', '/api/v1/notes/1', { headers: { 'x-request-id': 'a b"c' } })
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
  })

  it('lets the context judge before it reads a body', async () => {
    const response = await send('POST', '/api/v1/notes', { ...json('{'), headers: { 'x-tenant': 'nobody' } })
    expect(response.status).toBe(401)
  })

  it('tells onError what a running stream throws, and the client only a code', async () => {
    const failing = implement(
      { events: api.events },
      {
        events: () => async (stream) => {
          await stream.send('step', { n: 1 })
          throw new Error('hunter2')
        },
      },
      { sse, onError: (error, info) => void failures.push([error, info.status, info.requestId]) },
    )
    const failures: unknown[] = []
    const text = await (
      await failing(new Request(`${base}/api/v1/events/1`, { headers: { 'x-request-id': 'r-9' } }))
    ).text()
    expect(text).toContain('nyx.error')
    expect(text).toContain('r-9')
    expect(text).not.toContain('hunter2')
    expect(failures).toEqual([[expect.objectContaining({ message: 'hunter2' }), 200, 'r-9']])
  })
})

describe('problems in the contract', () => {
  const api = defineContract({
    add: route.post('/notes', {
      body: z.object({ text: z.string().min(3) }),
      responses: { 201: z.object({ id: z.string() }) },
      errors: { 400: problem, 403: problem },
    }),
  })
  const handle = implement(api, {
    add: ({ body }) =>
      body.text === 'other' ? reply(403, { title: 'Not yours', status: 403 }) : reply(201, { id: '1' }),
  })
  const client = createClient(api, {
    baseUrl: base,
    fetch: (url, init) => handle(new Request(url, { ...init, body: String(init.body).replace('long', 'x') })),
  })

  it('give errors their type, those of the server half and those of handlers', async () => {
    const error: unknown = await client.add({ body: { text: 'long' } }).catch((e) => e)
    if (!isApiError(api.add, error)) throw error
    expect(error.data.errors).toMatchObject([{ in: 'body', field: 'text', pointer: '#/text' }])
    const refused: unknown = await client.add({ body: { text: 'other' } }).catch((e) => e)
    if (!isApiError(api.add, refused)) throw refused
    expect([refused.status, refused.data.title]).toEqual([403, 'Not yours'])
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
  })

  it('refuse what is none', async () => {
    const result = await problem['~standard'].validate({ title: 1 })
    expect(result.issues?.map(({ path }) => path)).toEqual([['title'], ['status']])
    expect(await problem['~standard'].validate(null)).toHaveProperty('issues')
  })
})

describe('options', () => {
  const Public = z.object({ name: z.string() })
  const one = defineContract({ user: route.get('/user', { responses: { 200: Public, 202: null } }) })
  const row = { name: 'n', password: 'hunter2' }

  it('sends the original, or what the schema makes of it', async () => {
    const get = async (responses: 'original' | 'output' | 'unchecked') =>
      (
        await implement(one, { user: () => reply(200, row) }, { responses })(new Request(`${base}/user`))
      ).json()
    expect(await get('original')).toEqual(row)
    expect(await get('output')).toEqual({ name: 'n' })
  })

  it('wants to know which of two successes is meant', async () => {
    const handlers = { user: () => row } as never
    expect((await implement(one, handlers)(new Request(`${base}/user`))).status).toBe(500)
  })

  it('serves under a base path only', async () => {
    const under = implement(api, handlers, { sse, context, basePath: '/tenant/' })
    expect((await under(new Request(`${base}/tenant/api/v1/notes/1`))).status).toBe(200)
    expect((await under(new Request(`${base}/api/v1/notes/1`))).status).toBe(404)
    expect((await under(new Request(`${base}/tenantx/api/v1/notes/1`))).status).toBe(404)
    expect([under.matches('/tenant/api/v1/notes/1'), under.matches('/api/v1/notes/1')]).toEqual([true, false])
  })

  it('has a limit for each endpoint', async () => {
    const limit = implement(api, handlers, {
      sse,
      context,
      maxBodySize: (endpoint) => (endpoint === api.notes.create ? 10 : 100),
    })
    const post = (path: string, init: RequestInit) =>
      limit(new Request(base + path, { method: 'POST', ...init }))
    expect((await post('/api/v1/notes', json({ text: 'x' }))).status).toBe(413)
  })

  it('finds mistakes of the contract at once', () => {
    expect(() => implement(api, handlers, { context })).toThrow('pass { sse } of @nyxcore/safe-sse')
    expect(() => implement(api, { ...handlers, who: undefined } as never, { sse })).toThrow(
      'There is no handler for who',
    )
  })
})
