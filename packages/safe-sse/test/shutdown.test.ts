import { describe, expect, it } from 'vitest'
import { RawClient } from './kit/client.ts'
import { launchers } from './kit/targets.ts'

const open = 1_000

describe.each(launchers.filter(({ name }) => ['node:http', 'Web on Node', 'Bun', 'Deno'].includes(name)))(
  'SIGTERM with 1,000 open streams on $name',
  ({ start }) => {
    it('gives every client a last retry and a clean end, and ends the process within the drain time', async () => {
      const target = await start()
      try {
        const clients: RawClient[] = []
        for (let at = 0; at < open; at += 100) {
          const batch = Array.from(
            { length: 100 },
            (_, n) => new RawClient(target.port, `/s/parked?id=${at + n}`),
          )
          for (const client of batch) await client.until('first event', ({ events }) => events.length > 0)
          clients.push(...batch)
        }
        const code = await target.stop('SIGTERM')
        for (const client of clients) await client.until('a clean end', ({ body }) => body.complete, 2_000)
        const retries = clients.map(
          ({ events }) => events.findLast(({ retry }) => retry !== undefined)?.retry,
        )
        expect(retries.every((retry) => retry! >= 1_000 && retry! <= 1_100)).toBe(true)
        expect(new Set(retries).size, 'jitter').toBeGreaterThan(10)
        expect(code).toBe(0)
      } finally {
        await target.stop('SIGKILL')
      }
    })
  },
)
