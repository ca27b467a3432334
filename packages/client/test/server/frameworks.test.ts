import { request as rawRequest } from 'node:http'
import { createClient } from '@nyxcore/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { api, seen } from './api.ts'
import { platforms } from './implementation.ts'
import { type Target, targets } from './targets.ts'

/** A request that is written as it stands, which fetch would not do. */
function raw(url: string, method: string, path: string, host = 'app.test'): Promise<number> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const req = rawRequest({ hostname, port, method, path, headers: { host } }, (res) => {
      res.resume()
      resolve(res.statusCode ?? 0)
    })
    req.on('error', reject)
    req.end()
  })
}

describe.each(Object.entries(targets))('%s', (name, start) => {
  let target: Target
  let client: ReturnType<typeof connect>
  const connect = (url: string) => createClient(api, { baseUrl: url, retry: { attempts: 1 } })
  const look = async () => target.seen?.() ?? seen
  const parsed = name.includes('body parsers')

  beforeAll(async () => {
    target = await start()
    client = connect(target.url)
  })
  afterAll(() => target.close())

  it('serves what the typed client asks for', async () => {
    const note = await client.notes.create({ body: { text: 'hällo', tags: ['a'] } })
    expect(note).toEqual({ id: '1', text: 'hällo', madeAt: new Date(0) })
    expect((await client.notes.get({ params: { id: 'a/b' } })).id).toBe('a/b')
    expect(await Array.fromAsync(client.notes.list.all({ query: { limit: 3 } }))).toEqual([...'012345'])
    expect(await client.notes.remove({ params: { id: '1' } })).toBeUndefined()
    expect(await client.who({ headers: { 'x-tenant': 't1' } })).toEqual({ tenant: 't1', context: 't1' })
    const form = new FormData()
    form.set('name', 'n')
    form.set('file', new File(['12345'], 'f.txt'))
    expect(await client.files.form({ body: form })).toEqual({ name: 'n', size: 5 })
    const file = client.files.put({ params: { name: 'f' }, body: new Blob(['1234']).stream() })
    expect(await file).toEqual({ bytes: 4 })
    expect(await new Response(await client.files.get({ params: { name: 'f' } })).text()).toBe('file f')
  })

  it('names the field at fault', async () => {
    const error = await client.notes.create({ body: { text: '' } }).catch((e) => e)
    expect(error.code).toBe('INVALID_REQUEST') // the client's own check; the server's, without it:
    const response = await fetch(`${target.url}/api/v1/notes`, {
      method: 'POST',
      body: '{"text":""}',
      headers: { 'content-type': 'application/json' },
    })
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status: 400, errors: [{ in: 'body', field: 'text' }] })
  })

  it('keeps its limits and its manners', async () => {
    const post = (body: string, type = 'application/json') =>
      fetch(`${target.url}/api/v1/notes`, { method: 'POST', body, headers: { 'content-type': type } })
    if (!parsed) {
      expect((await post('{"text":')).status).toBe(400)
      expect((await post(JSON.stringify({ text: 'x'.repeat(2000) }))).status).toBe(413)
    }
    expect((await post('x', 'text/plain')).status).toBe(415)
    const wrong = await fetch(`${target.url}/api/v1/notes`, { method: 'PATCH' })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS, POST'])
    const head = await fetch(`${target.url}/api/v1/notes/1`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      200,
      'application/json',
      '',
    ])
    expect((await fetch(`${target.url}/api/v1/broken/throw`)).status).toBe(500)
    if (!target.seen) expect(platforms.at(-1)).toBeDefined()
  })

  it('leaves other paths, and the headers of others, to the framework', async () => {
    if (name === 'node:http') return
    expect(await (await fetch(`${target.url}/own`)).text()).toBe('own')
    expect((await fetch(`${target.url}/api/v1/nothing`)).status).toBe(404)
    if (parsed) return
    const response = await fetch(`${target.url}/api/v1/notes/1`)
    expect(response.headers.get('x-of-framework')).toBe('yes')
  })

  it('is not led astray by a path that looks like a host, or by a broken one', async () => {
    if (name.startsWith('Next')) return // it redirects such paths itself
    expect(await raw(target.url, 'GET', '//evil.test/api/v1/notes/1')).toBe(404)
    expect([400, 404]).toContain(await raw(target.url, 'GET', '/api/v1/notes/%ff'))
    expect(await raw(target.url, 'GET', '/api/v1/notes/1', 'a b')).toBeGreaterThanOrEqual(400)
  })

  it('streams events, and begins before the first one', async () => {
    const events = await Array.fromAsync(client.events({ params: { id: 'generated' } }))
    expect(events.map(({ type }) => type)).toEqual(['step', 'step', 'step', 'done'])
    await Array.fromAsync(client.events({ params: { id: 'generated' }, lastEventId: '2' }))
    await Array.fromAsync(client.events({ params: { id: 'sent' }, lastEventId: 'ü✓' }))
    expect((await look()).lastEventIds.slice(-2)).toEqual(['2', 'ü✓'])
  })

  it('notices that a client left', async () => {
    const before = (await look()).left.length
    for await (const event of client.events({ params: { id: 'endless' } })) {
      if (event.type === 'step' && event.data.n === 3) break
    }
    let left: string[] = []
    for (const end = Date.now() + 5000; left.length === 0 && Date.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      left = (await look()).left.slice(before)
    }
    expect(left).toEqual(['endless'])
  })
})
