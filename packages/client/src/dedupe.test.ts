import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { json, type Served, serve, until } from '../test/serve.ts'
import { createClient, dedupe, route } from './index.ts'

const api = {
  get: route.get('/note/:id', { responses: { 200: z.object({ n: z.number() }) } }),
  put: route.put('/note/:id', { responses: { 200: z.object({ n: z.number() }) } }),
}
let server: Served
afterEach(() => server?.close())

async function start(ms = 40) {
  server = await serve(async (_, res, n) => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    json(res, 200, { n })
  })
  const fetch = dedupe()
  return (token: string) => createClient(api, { baseUrl: server.url, fetch, auth: () => token })
}
const one = { params: { id: 1 } }

describe('dedupe', () => {
  it('sends equal GETs under way once, each caller with an answer of its own', async () => {
    const client = (await start())('a')
    const [first, second, other] = await Promise.all([
      client.get(one),
      client.get(one),
      client.get({ params: { id: 2 } }),
    ])
    expect(first).toEqual(second)
    expect(first).not.toBe(second)
    expect(other.n).not.toBe(first.n)
    expect(server.requests).toHaveLength(2)
    await client.get(one)
    expect(server.requests).toHaveLength(3)
  })

  it('keeps apart what differs in its credentials, and what is no GET', async () => {
    const make = await start()
    await Promise.all([make('a').get(one), make('b').get(one), make('a').put(one), make('a').put(one)])
    expect(server.requests).toHaveLength(4)
  })

  it('lets one leave while the others stay, and ends the request when all have left', async () => {
    const client = (await start(150))('a')
    const leaving = new AbortController()
    const left = client.get({ ...one, signal: leaving.signal }).catch((error) => error.code)
    const stayed = client.get(one)
    await until(() => server.requests.length === 1)
    leaving.abort()
    expect(await left).toBe('ABORTED')
    expect((await stayed).n).toBe(1)

    const all = new AbortController()
    const both = [1, 2].map(() => client.get({ ...one, signal: all.signal }).catch((error) => error.code))
    await until(() => server.requests.length === 2)
    all.abort()
    expect(await Promise.all(both)).toEqual(['ABORTED', 'ABORTED'])
    expect((await client.get(one)).n).toBe(3)
  })
})
