import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Http2Client, RawClient } from './kit/client.ts'
import { launchers } from './kit/targets.ts'

const open = 1_000
/** What the servers under test give `drain`, and what a busy machine may take besides. */
const drainTime = 2_000
const grace = 2_000

// A Worker gets no signal, and nobody serves from `next dev`.
const servers = launchers.filter(({ name, facts }) => !facts[19] && name !== 'Next dev')

describe.each(servers)('SIGTERM with 1,000 open streams on $name', ({ start }) => {
  it('gives every client a last retry and a clean end, and ends the process within the drain time', async () => {
    const target = await start()
    const Client = target.http2 ? Http2Client : RawClient
    try {
      const clients: InstanceType<typeof Client>[] = []
      for (let at = 0; at < open; at += 100) {
        const batch = Array.from(
          { length: 100 },
          (_, n) => new Client(target.port, `/s/lasting?id=${at + n}`),
        )
        for (const client of batch) await client.until('first event', ({ events }) => events.length > 0)
        clients.push(...batch)
      }
      const begun = performance.now()
      const code = await Promise.race([target.stop('SIGTERM'), sleep(drainTime + grace, 'late')])
      expect(code, `after ${Math.round(performance.now() - begun)} ms`).toBe(0)
      for (const client of clients) await client.until('a clean end', ({ body }) => body.complete, 2_000)
      const retries = clients.map(({ events }) => events.findLast(({ retry }) => retry !== undefined)?.retry)
      const odd = clients.filter((_, at) => !(retries[at]! >= 1_000 && retries[at]! <= 1_100))
      expect(odd.map(({ text }) => text)).toEqual([])
      expect(new Set(retries).size, 'jitter').toBeGreaterThan(10)
    } finally {
      await target.stop('SIGKILL')
    }
  }, 120_000)
})
