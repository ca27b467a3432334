import { describe, expect, it } from 'vitest'
import { broken } from './broken.ts'
import { runFaults } from './run.ts'
import { faults, scenarioOf } from './server.ts'

describe('a server that does everything wrong', () => {
  it('costs no event, no hang, no unhandled rejection and no socket, in 1,000 random scenarios', async () => {
    const report = await runFaults(1, 1000)
    expect(report.failures).toEqual([])
    expect(report.unhandled).toBe(0)
    expect(report.openSockets).toBe(0)
    expect(report.reconnects).toBeGreaterThan(50)
    expect(report.refused).toBeGreaterThan(50)
  }, 120_000)

  it('costs none in 1,000 scenarios that no run before has seen', async () => {
    // Named in the failure, so that `pnpm faults 1000 <seed>` repeats it.
    const from = 1 + Math.floor(Math.random() * 2 ** 30)
    const report = await runFaults(from, 1000)
    const { failures, unhandled, openSockets } = report
    expect({ from, failures, unhandled, openSockets }).toEqual({
      from,
      failures: [],
      unhandled: 0,
      openSockets: 0,
    })
    expect(report.reconnects).toBeGreaterThan(50)
  }, 120_000)

  it('tries every fault', () => {
    const tried = new Set(Array.from({ length: 200 }, (_, n) => scenarioOf(n + 1).faults).flat())
    expect([...tried].toSorted()).toEqual(faults.filter((fault) => fault !== 'none').toSorted())
  })
})

describe('a client that is broken on purpose', () => {
  it.each(Object.entries(broken))(
    '%s',
    async (_, { make, shows }) => {
      const report = await runFaults(1, 200, make)
      expect(shows(report)).toBe(true)
    },
    60_000,
  )
})
