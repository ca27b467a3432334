import { createClient } from '@nyxcore/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { api } from '../src/contract.ts'
import { runtimes, type Served } from './serve.ts'

const text = 'Deploys Kubernetes clusters with Terraform and Docker, and writes TypeScript unit tests.'

describe.each(Object.entries(runtimes))('on %s', (name, start) => {
  let served: Served
  const client = () => createClient(api, { baseUrl: served.url })
  const open = async (): Promise<number> =>
    (await (await fetch(`${served.url}/api/v1/streams`)).json()).connections

  beforeAll(async () => {
    served = await start()
  })
  afterAll(() => served?.stop())

  it('answers the routes of the contract', async () => {
    expect(await client().health()).toEqual({ runtime: name })
    const { domains } = await client().specialize({ body: { text } })
    expect(domains.map(({ slug }) => slug)).toContain('devops')
  })

  it('refuses bad input, and names it', async () => {
    const bad = await fetch(`${served.url}/api/v1/specialize`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"text":""}',
    })
    expect(bad.status).toBe(400)
    expect(await bad.text()).toContain('text')
    expect((await fetch(`${served.url}/api/v1/events/specialize`)).status).toBe(400)
    expect((await fetch(`${served.url}/nothing`)).status).toBe(404)
  })

  it('streams each match and then the domains', async () => {
    const words: string[] = []
    let slugs: string[] = []
    for await (const event of client().matches({ query: { text } })) {
      if (event.type === 'match') {
        const { surface, start, end } = event.data
        expect(text.slice(start, end)).toBe(surface)
        words.push(surface)
      } else if (event.type === 'done') slugs = event.data.domains.map(({ slug }) => slug)
    }
    expect(words).toEqual(expect.arrayContaining(['Kubernetes', 'Terraform', 'Docker']))
    expect(slugs).toContain('devops')
  })

  it('goes on after the event that the client names', async () => {
    const read = async (lastEventId?: string) => {
      const ids: (string | undefined)[] = []
      for await (const { type, id } of client().matches({ query: { text }, lastEventId })) {
        if (type === 'match') ids.push(id)
      }
      return ids
    }
    const all = await read()
    expect(all.slice(0, 3)).toEqual(['1', '2', '3'])
    expect(await read('2')).toEqual(all.slice(2))
  })

  it('notices a client that leaves in the middle', async () => {
    for await (const { type } of client().matches({ query: { text, pause: 1_000 } })) {
      if (type === 'match') break
    }
    await expect.poll(open, { timeout: 12_000, interval: 200 }).toBe(0)
  })
})
