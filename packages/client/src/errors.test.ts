import { describe, expect, it } from 'vitest'
import { ada, api, failure, server, start } from '../test/personas.ts'
import { json } from '../test/serve.ts'
import { type ApiError, type ClientError, createClient, isApiError, route } from './index.ts'

describe('errors', () => {
  it('throws declared errors with their data, which isApiError narrows', async () => {
    const client = await start((_, res) =>
      json(res, 409, { title: 'Name taken', field: 'name' }, { 'x-request-id': 'req-7' }),
    )
    const error = await failure(client.personas.create({ body: { name: 'Ada' } }))
    expect(error.message).toBe('POST /api/v1/personas: 409 Name taken (request req-7)')
    if (!isApiError(api.personas.create, error)) throw error
    expect(error.data.field).toBe('name')
    expect(isApiError(client.personas.create, error)).toBe(true)
    expect(isApiError(api.personas.get, error)).toBe(false)
  })

  it('does not take an undeclared status, or a body that does not fit, for a declared one', async () => {
    const client = await start((_, res, n) => json(res, n === 1 ? 418 : 409, { title: 1 }))
    for (const status of [418, 409]) {
      const error = await failure(client.personas.create({ body: { name: 'Ada' } }))
      expect(isApiError(error)).toBe(true)
      expect((error as ApiError).status).toBe(status)
      expect((error as ApiError).data).toEqual({ title: 1 })
      expect(isApiError(api.personas.create, error)).toBe(false)
    }
  })

  it('names the status where the body has no title', async () => {
    const bodies = [{ title: null }, null, 'gone', { title: 'Out' }]
    const client = await start((_, res, n) => json(res, 418, bodies[n - 1]))
    const said: string[] = []
    for (const _ of bodies)
      said.push((await failure(client.personas.create({ body: { name: 'Ada' } }))).message)
    const ending = (title: string) => expect.stringMatching(`: 418 ${title}: not declared$`)
    expect(said).toEqual(["I'm a Teapot", "I'm a Teapot", "I'm a Teapot", 'Out'].map(ending))
  })

  it('answers a union from safe()', async () => {
    const client = await start((_, res, n) =>
      n === 1 ? json(res, 201, ada) : n === 2 ? json(res, 409, { title: 't', field: 'name' }) : res.destroy(),
    )
    const call = () => client.personas.create.safe({ body: { name: 'Ada' } })
    const [first, second, third] = [await call(), await call(), await call()]
    expect(first).toMatchObject({ ok: true, status: 201, data: ada })
    expect(second).toMatchObject({ ok: false, status: 409, data: { field: 'name' } })
    expect(third).toMatchObject({ ok: false, error: { code: 'NETWORK' } })
  })

  it('rejects answers that do not fit: throw, warn, off', async () => {
    const errors: ClientError[] = []
    const hooks = { error: (error: ClientError) => void errors.push(error) }
    const client = await start((_, res) => json(res, 200, { id: 1 }), { hooks })
    const error = await failure(client.personas.get({ params: { id: 1 } }))
    expect(error.code).toBe('INVALID_RESPONSE')
    expect(error.message).toMatch(/: 200: id: /)
    const warns = createClient(api, { baseUrl: server.url, validate: 'warn', hooks })
    expect(await warns.personas.get({ params: { id: 1 } })).toEqual({ id: 1 })
    const off = createClient(api, { baseUrl: server.url, validate: 'off', hooks })
    expect(await off.personas.get({ params: { id: 1 } })).toEqual({ id: 1 })
    expect(errors.map((e) => e.code)).toEqual(['INVALID_RESPONSE', 'INVALID_RESPONSE'])
  })

  it('takes a schema that throws for an answer that does not fit, and does not ask again', async () => {
    for (const validate of [
      () => {
        throw new Error('schema')
      },
      () => Promise.reject(new Error('schema')),
    ]) {
      const schema = { '~standard': { version: 1, vendor: 'test', validate } } as const
      await start((_, res) => json(res, 200, ada))
      const client = createClient(
        { get: route.get('/', { responses: { 200: schema } }) },
        { baseUrl: server.url },
      )
      expect(await failure(client.get())).toMatchObject({
        code: 'INVALID_RESPONSE',
        message: 'GET /: 200: schema threw',
      })
      expect(server.requests).toHaveLength(1)
      await server.close()
    }
  })

  it('sends one header of a name, the nearest one, however it is written', async () => {
    const client = await start((_, res) => json(res, 200, ada), {
      headers: { Accept: 'application/vnd.api+json', 'Content-Type': 'text/plain', 'X-Tenant': 'a' },
    })
    await client.personas.get({ params: { id: '1' } })
    await client.personas.once({ body: {} })
    expect(
      server.requests.map(({ headers }) => [headers.accept, headers['content-type'], headers['x-tenant']]),
    ).toEqual([
      ['application/vnd.api+json', undefined, 'a'],
      ['application/vnd.api+json', 'application/json', 'a'],
    ])
  })

  it('rejects JSON that is none', async () => {
    const client = await start((_, res) => {
      res.writeHead(200, { 'content-type': 'application/json' }).end('{"id":')
    })
    expect((await failure(client.personas.get({ params: { id: 1 } }))).code).toBe('INVALID_RESPONSE')
    expect(server.requests).toHaveLength(1)
  })

  it('keeps secrets out of messages', async () => {
    const client = await start((_, res) => json(res, 500, {}), {
      auth: () => 'sec\nret',
      headers: { 'x-key': 'sesame' },
    })
    const error = await failure(client.personas.get({ params: { id: 'hidden' } }))
    expect(error.code).toBe('INVALID_REQUEST')
    expect(error.message).toBe('GET /api/v1/personas/:id: header authorization')
    expect(error.cause).toBeUndefined()
    const odd = createClient(api, { baseUrl: server.url, headers: { 'x-key': 'sesame \u20ac' } })
    expect((await failure(odd.personas.get({ params: { id: 1 } }))).message).toMatch(/: header x-key$/)
    expect(server.requests).toHaveLength(0)
    const ok = createClient(api, { baseUrl: server.url, auth: () => 'secret', retry: { attempts: 1 } })
    expect((await failure(ok.personas.get({ params: { id: 'hidden' } }))).message).not.toMatch(
      /hidden|secret/,
    )
  })
})
