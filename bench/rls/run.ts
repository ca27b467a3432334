// What tenant isolation costs: a statement through the tenant pool against the bare one, round trips as a proxy counts
// them, and a generated policy against the WHERE that a person would write.
import { createTenantPool } from '@nyxcore/rls-kit'
import pg from 'pg'
import { auditMany } from './audit.ts'
import { prepare, rls, tenants } from './database.ts'
import { interleaved, median } from './measure.ts'
import { countingProxy } from './proxy.ts'

const json = process.argv.includes('--json')
const quick = process.argv.includes('--quick')
const rows = quick ? 100_000 : 1_000_000
const say = (line: string): void => void (json || console.log(line))

const { server, admin, app } = await prepare(rows)
const bare = new pg.Pool({ connectionString: admin, max: 1 })
const pool = new pg.Pool({ connectionString: app, max: 1 })
for (const each of [bare, pool]) each.on('error', () => {})
const db = createTenantPool(pool, rls)
const text = 'select id, body from notes where id = $1'
const list = 'select id, body from notes order by id limit 20'
const idOf = (n: number): number => 1 + (Math.abs(n) % tenants)
/** The tenant of that note, as database.ts hands them out. */
const tenantOf = (n: number): number => 1 + (idOf(n) % tenants)

const result: Record<string, number> = { rows, tenants }
try {
  const shapes = {
    row: { sql: text, filtered: `${text} and tenant_id = $2`, values: (n: number) => [idOf(n)], finds: 1 },
    list: {
      sql: list,
      filtered: 'select id, body from notes where tenant_id = $1 order by id limit 20',
      values: () => [],
      finds: 20,
    },
  }
  for (const [name, { sql, filtered, values, finds }] of Object.entries(shapes)) {
    const counts = [
      await bare.query(filtered, [...values(7), tenantOf(7)]),
      await db.query(tenantOf(7), sql, values(7)),
    ].map((each) => each.rows.length)
    if (counts.some((count) => count !== finds)) throw new Error(`${name}: ${counts} rows and not ${finds}`)
    const measured = await interleaved(
      {
        bare: (n) => bare.query(filtered, [...values(n), tenantOf(n)]),
        barePrepared: (n) => bare.query({ name, text: filtered, values: [...values(n), tenantOf(n)] }),
        query: (n) => db.query(tenantOf(n), sql, values(n)),
        withTenant: (n) => db.withTenant(tenantOf(n), (tx) => tx.query(sql, values(n))),
        sequential: async (n) => {
          // what one writes by hand, without a pipeline
          const client = await pool.connect()
          await client.query('begin')
          await client.query("select set_config('app.tenant_id', $1, true)", [String(tenantOf(n))])
          await client.query('set local role bench_app')
          await client.query(sql, values(n))
          await client.query('commit')
          client.release()
        },
      },
      { rounds: quick ? 30 : 150, perBatch: 20, warmUp: 50 },
    )
    say(`${name}: one statement, microseconds a call (median of interleaved batches)`)
    for (const [who, { micros, ratio }] of Object.entries(measured)) {
      say(`  ${who.padEnd(12)} ${micros.toFixed(0).padStart(6)}  ${ratio.toFixed(2)}x`)
      result[`${name}_${who}`] = Number(ratio.toFixed(3))
    }
  }

  const proxy = await countingProxy(server.port)
  const through = new URL(app)
  through.port = String(proxy.port)
  const counted = new pg.Pool({ connectionString: through.href, max: 1 })
  counted.on('error', () => {})
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
  await bare.end()
  await pool.end()
  await server.stop()
}
if (json) console.log(JSON.stringify(result))
