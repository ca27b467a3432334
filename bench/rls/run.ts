// What tenant isolation costs: a statement through the tenant pool against the bare one, round trips as a proxy counts
// them, and a generated policy against the WHERE that a person would write.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createTenantPool } from '@nyxcore/rls-kit'
import pg from 'pg'
import { auditMany } from './audit.ts'
import { holdToOneCore } from './core.ts'
import { prepare, rls, tenants } from './database.ts'
import { interleaved, median } from './measure.ts'
import { countingProxy } from './proxy.ts'
import { list, type Measured, openPool, tenantOf, text, type Way } from './statements.ts'

const json = process.argv.includes('--json')
const quick = process.argv.includes('--quick')
const rows = quick ? 100_000 : 1_000_000
const say = (line: string): void => void (json || console.log(line))

const { server, admin, app } = await prepare(rows)
const result: Record<string, number> = { rows, tenants }
try {
  // Several processes, each with sessions of its own: V8 does not always make the same of the same code.
  const processes: Measured[] = []
  for (let n = 0; n < (quick ? 2 : 8); n++) processes.push(await inChild(quick ? 10 : 30))
  if (!processes.every(({ oneCore }) => oneCore))
    // Also where only JSON is asked for: the figures mean less.
    console.error(
      'There is no taskset here: whether a client and its session share a core is luck, and shows in the ratios.',
    )
  for (const shape of ['row', 'list'] as const) {
    say(
      `${shape}: one statement, microseconds a call (medians of interleaved batches in ${processes.length} processes)`,
    )
    for (const way of Object.keys(processes[0]![shape]) as Way[]) {
      const all = processes.map((one) => one[shape][way])
      const ratios = all.map(({ ratio }) => ratio)
      const micros = median(all.map((one) => one.micros))
      const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2))
      say(
        `  ${way.padEnd(12)} ${micros.toFixed(0).padStart(6)}  ${median(ratios).toFixed(2)}x  (${low} to ${high})`,
      )
      result[`${shape}_${way}`] = Number(median(ratios).toFixed(3))
    }
  }

  const proxy = await countingProxy(server.port)
  const through = new URL(app)
  through.port = String(proxy.port)
  const counted = openPool(through.href)
  const countedDb = createTenantPool(counted, rls)
  await countedDb.query(1, list)
  proxy.take()
  for (let n = 0; n < 100; n++) await countedDb.query(tenantOf(n), text, [n])
  result.trips_query = proxy.take() / 100
  for (let n = 0; n < 100; n++) await countedDb.withTenant(tenantOf(n), (tx) => tx.query(text, [n]))
  result.trips_withTenant = proxy.take() / 100
  await counted.end()
  proxy.server.close()
  say(`round trips: query ${result.trips_query}, withTenant of one statement ${result.trips_withTenant}`)

  // One session each, so that only the policy differs: the app role with the tenant set, and a superuser's WHERE. And
  // several such pairs: with the same plan and the same pages one session is up to a tenth quicker than the next.
  const aggregate = 'select count(*), sum(length(body)) from notes'
  const ratios: number[] = []
  for (let pair = 0; pair < (quick ? 4 : 16); pair++) {
    const byPolicy = new pg.Client(app)
    const byHand = new pg.Client(admin)
    await byPolicy.connect()
    await byHand.connect()
    await holdToOneCore(byPolicy, byHand)
    await byPolicy.query('set role bench_app')
    const own: number[] = []
    for (let round = 0; round < 10; round++) {
      const tenant = tenantOf((pair * 10 + round) * 7)
      await byPolicy.query("select set_config('app.tenant_id', $1, false)", [String(tenant)])
      const { policy } = await interleaved(
        {
          hand: () =>
            byHand.query({ name: 'h', text: `${aggregate} where tenant_id = $1`, values: [tenant] }),
          policy: () => byPolicy.query({ name: 'p', text: aggregate }),
        },
        { rounds: 3, perBatch: 5 },
      )
      own.push(policy.ratio)
    }
    ratios.push(median(own))
    await byPolicy.end()
    await byHand.end()
  }
  result.policy_vs_where = Number(median(ratios).toFixed(3))
  say(
    `a generated policy against a hand-written WHERE, ${rows} rows, ${tenants} tenants: ${result.policy_vs_where}x`,
  )

  const many = quick ? 100 : 1_000
  result.audit_tables = many
  result.audit_ms = Math.round(await auditMany(await server.createDatabase('many'), many))
  say(`audit of ${many} tables: ${result.audit_ms} ms (median of 7)`)
} finally {
  await server.stop()
}
if (json) console.log(JSON.stringify(result))

function inChild(rounds: number): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const file = fileURLToPath(new URL('statements-child.ts', import.meta.url))
    const child = fork(file, [], {
      env: { ...process.env, ADMIN_URL: admin, APP_URL: app, ROUNDS: String(rounds) },
    })
    child.once('message', resolve)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`a measuring process exited with ${code}`)))
  })
}
