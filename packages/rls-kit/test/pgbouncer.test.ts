import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { describeWith } from '../../../scripts/testing/services.ts'
import { apply, createTenantPool, defineRls } from '../src/index.ts'
import { itemsSchema, randomOperations, seeded } from './random-operations.ts'
import { type EmbeddedPostgres, startEmbedded } from './support/embedded.ts'
import { startPgBouncer } from './support/pgbouncer.ts'

vi.setConfig({ testTimeout: 600_000 })

const rls = defineRls({
  tenant: { type: 'uuid' },
  roles: { app: 'pb_app' },
  tables: { items: { tenant: 'tenant_id' } },
})
const tenants = Array.from({ length: 20 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)

describeWith('pgbouncer', 'behind PgBouncer in transaction mode', (binary) => {
  let server: EmbeddedPostgres
  let bouncer: Awaited<ReturnType<typeof startPgBouncer>>
  let admin: pg.Pool
  let pool: pg.Pool

  beforeAll(async () => {
    server = await startEmbedded()
    const url = await server.createDatabase('pb')
    admin = new pg.Pool({ connectionString: url, max: 2 })
    for (const sql of itemsSchema) await admin.query(sql)
    await apply(admin, rls)
    await admin.query("create role pb_login login password 'secret' in role pb_app")
    const login = new URL(server.urlFor(new URL(url).pathname.slice(1), 'pb_login', 'secret'))
    bouncer = await startPgBouncer(binary, login, 5) // fewer servers than clients, so that they are shared
    pool = new pg.Pool({ connectionString: bouncer.url, max: 10 })
    for (const each of [admin, pool]) each.on('error', () => {})
  })
  afterAll(async () => {
    await pool?.end()
    await admin?.end()
    await bouncer?.stop()
    await server?.stop()
  })

  it('50,000 random operations of 20 tenants, with aborted queries and killed connections, mix nothing up', async () => {
    const db = createTenantPool(pool, rls)
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    const tally = await randomOperations(db, admin, 'pb_login', {
      operations: 50_000,
      tenants,
      random: seeded(seed),
    })
    expect(tally.unexpected.slice(0, 3), `seed ${seed}`).toEqual([])
    expect(tally).toMatchObject({ foreign: 0 })
    // it was not vacuous
    expect(tally.succeeded).toBeGreaterThan(25_000)
    expect(tally.refused).toBeGreaterThan(500)
    expect(tally.aborted).toBeGreaterThan(500)
    expect(tally.lost).toBeGreaterThan(5)
    const { rows } = await admin.query(
      'select count(*)::int as rows, count(*) filter (where tenant_id <> meant_for)::int as foreign, count(distinct tenant_id)::int as tenants from items',
    )
    expect(rows[0]).toMatchObject({ foreign: 0, tenants: 20 })
  })

  it('would see it if rows got mixed up', async () => {
    for (const command of ['select', 'update'])
      await admin.query(`alter policy rls_kit_${command} on items using (true)`)
    await admin.query('alter policy rls_kit_insert on items with check (true)')
    const db = createTenantPool(pool, rls)
    const tally = await randomOperations(db, admin, 'nobody', { operations: 300, tenants, random: seeded(1) })
    expect(tally.foreign).toBeGreaterThan(100)
  })
})
