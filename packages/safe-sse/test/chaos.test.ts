import { describe, expect, it } from 'vitest'
import { chaos } from './chaos/run.ts'

// The long form, 10,000 connects each: pnpm --filter @nyxcore/safe-sse chaos
describe.each(['node', 'web'] as const)('chaos on %s', (adapter) => {
  it('cleans up as often as it started, and holds nothing afterwards', async () => {
    const report = await chaos(adapter, 600)
    expect(report.started).toBe(report.connects)
    expect(report.cleanups).toBe(report.started)
    expect(report.closes).toBe(report.started)
    expect(report.faults).toEqual([])
    expect(report.openConnections).toBe(0)
    expect(report.bufferedBytes).toBe(0)
    expect(report.handles).toBe(0)
    expect(report.heapRatio).toBeLessThan(1.05)
  })
})
