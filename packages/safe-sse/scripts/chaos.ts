// Clients that abort, reset, half-close and stall at random. Argument: connects for each adapter (default 10,000).
import { chaos } from '../test/chaos/run.ts'

const connects = Number(process.argv[2] ?? 10_000)
for (const adapter of ['node', 'web'] as const) {
  const report = await chaos(adapter, connects)
  const sound =
    report.cleanups === report.connects &&
    report.closes === report.connects &&
    report.faults.length === 0 &&
    report.handles === 0 &&
    report.openConnections === 0 &&
    report.heapRatio < 1.05
  console.log(`${sound ? 'ok  ' : 'FAIL'} ${adapter}: ${JSON.stringify(report)}`)
  if (!sound) process.exitCode = 1
}
