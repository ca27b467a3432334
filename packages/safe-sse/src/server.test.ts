import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createSse } from './index.ts'
import { collect, slowReader } from './testing/index.ts'

const request = (init?: RequestInit): Request => new Request('http://localhost/', init)

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
