import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply, createTenantPool, type TenantPool } from '../src/index.ts'
import { type EmbeddedPostgres, startEmbedded } from './support/embedded.ts'
import { definition, ids, schema, seed } from './support/fixture.ts'

const rls = definition('tp')
let server: EmbeddedPostgres
let url: string
let admin: pg.Pool
let pool: pg.Pool
let db: TenantPool

beforeAll(async () => {
  server = await startEmbedded()
  url = await server.createDatabase('tenant')
  admin = new pg.Pool({ connectionString: url, max: 2 })
  for (const sql of [...schema, ...seed]) await admin.query(sql)
  await apply(admin, rls)
  await admin.query("create role tp_login login password 'secret'")
  await admin.query('grant tp_app to tp_login')
  const database = new URL(url).pathname.slice(1)
  pool = new pg.Pool({ connectionString: server.urlFor(database, 'tp_login', 'secret'), max: 3 })
  for (const each of [admin, pool]) each.on('error', () => {}) // the server stops before idle sockets have closed
  db = createTenantPool(pool, rls)
})
afterAll(async () => {
  await pool?.end()
  await admin?.end()
  await server?.stop()
})

describe('isolation', () => {
  it('shows a tenant its rows and nobody else’s, with every filter forgotten', async () => {
    for (const [tenant, name] of [
      [ids.tenantA, 'a'],
      [ids.tenantB, 'b'],
    ] as const) {
      const { rows } = await db.query(tenant, 'select body from discussion_messages')
      expect(rows).toEqual([{ body: `message ${name}` }])
      expect((await db.query(tenant, 'select what from audit_log')).rows).toEqual([{ what: `seen ${name}` }])
    }
  })

  it('shows a user only the notes of his or her projects, and none without a user', async () => {
    const notes = (user?: string) =>
      db.query(ids.tenantA, 'select body from project_notes', [], { user }).then(({ rows }) => rows)
    expect(await notes(ids.userA1)).toEqual([{ body: 'note a1' }])
    expect(await notes(ids.userA2)).toEqual([{ body: 'note a2' }])
    expect(await notes(ids.userB1)).toEqual([])
    expect(await notes()).toEqual([])
  })

  it('refuses rows for another tenant, another project and through another parent', async () => {
    const write = (sql: string, values: unknown[]) =>
      expect(db.query(ids.tenantA, sql, values, { user: ids.userA1 })).rejects.toMatchObject({
        code: '42501',
      })
    await write('insert into projects values ($1, $2, $3)', [ids.userA1, ids.tenantB, 'x'])
    await write('insert into project_notes (tenant_id, project_id, body) values ($1, $2, $3)', [
      ids.tenantA,
      ids.projectA2,
      'x',
    ])
    await write('update project_notes set tenant_id = $1', [ids.tenantB])
    await write('update project_notes set project_id = $1', [ids.projectA2])
    await write('insert into discussion_messages (discussion_id, body) values ($1, $2)', [ids.projectB1, 'x'])
    await write('delete from audit_log', [])
    await write('truncate projects', [])
    await write('insert into plans values (2, $1)', ['x'])
  })
})

describe('withTenant', () => {
  it('commits what resolves and rolls back what throws', async () => {
    const count = async () =>
      (await db.query(ids.tenantA, 'select count(*)::int as n from discussions')).rows[0]?.n
    const before = await count()
    const insert = "insert into discussions (tenant_id, title) values ($1, 'new')"
    await db.withTenant(ids.tenantA, (tx) => tx.query(insert, [ids.tenantA]))
    expect(await count()).toBe(before + 1)
    const boom = new Error('boom')
    await expect(
      db.withTenant(ids.tenantA, async (tx) => {
        await tx.query(insert, [ids.tenantA])
        throw boom
      }),
    ).rejects.toBe(boom)
    expect(await count()).toBe(before + 1)
  })

  it('undoes a savepoint alone', async () => {
    await db.withTenant(ids.tenantB, async (tx) => {
      await tx.query("insert into discussions (tenant_id, title) values ($1, 'kept')", [ids.tenantB])
      await expect(tx.savepoint((sp) => sp.query('select 1/0'))).rejects.toMatchObject({ code: '22012' })
      await tx.savepoint(async () => {
        await tx.savepoint(() =>
          tx.query("insert into discussions (tenant_id, title) values ($1, 'inner')", [ids.tenantB]),
        )
      })
    })
    const { rows } = await db.query(ids.tenantB, 'select title from discussions order by 1')
    expect(rows.map((row) => row.title)).toEqual(['inner', 'kept', 'talk b'])
  })
})
