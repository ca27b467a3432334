import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply, createTenantPool, generate, plan, rollback, status } from '../src/index.ts'
import { withScratch } from '../src/prove/scratch.ts'
import { freePort } from './support/embedded.ts'
import { definition, ids, schema, seed } from './support/fixture.ts'

const rls = definition()

describe('embedded PGlite', () => {
  let lite: PGlite
  let server: PGLiteSocketServer
  let pool: pg.Pool

  beforeAll(async () => {
    lite = await PGlite.create()
    for (const sql of [...schema, ...seed]) await lite.query(sql)
    const port = await freePort()
    server = new PGLiteSocketServer({ db: lite, port, host: '127.0.0.1', maxConnections: 10 })
    await server.start()
    pool = new pg.Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 1 })
  })
  afterAll(async () => {
    await pool.end()
    await server.stop()
    await lite.close()
  })

  it('plans, applies and has nothing left to do, on the instance itself', async () => {
    const before = await plan(lite, rls)
    expect(before.problems).toEqual([])
    expect((await status(lite, rls)).state).toBe('pending')
    const result = await apply(lite, rls)
    expect(result.applied).toBe(true)
    expect((await plan(lite, rls)).steps).toEqual([])
    expect((await status(lite, rls)).state).toBe('clean')
  })

  it('takes the plan back and applies the generated file instead', async () => {
    await rollback(lite)
    expect((await plan(lite, rls)).steps.length).toBeGreaterThan(10)
    await lite.exec(generate(rls))
    await lite.exec(generate(rls))
    expect((await plan(lite, rls)).steps).toEqual([])
  })

  it('serves tenants through the socket with the named exception', async () => {
    await expect(createTenantPool(pool, rls).query(ids.tenantA, 'select 1')).rejects.toMatchObject({
      code: 'UNSAFE_LOGIN',
    })
    const db = createTenantPool(pool, rls, { unsafeSuperuserLogin: true })
    expect((await db.query(ids.tenantA, 'select name from projects order by 1')).rows).toEqual([
      { name: 'a1' },
      { name: 'a2' },
    ])
    const bodies = await db.withTenant(
      ids.tenantA,
      async (tx) => (await tx.query<{ body: string }>('select body from project_notes')).rows,
      { user: ids.userA1 },
    )
    expect(bodies).toEqual([{ body: 'note a1' }])
    await expect(
      db.query(ids.tenantA, 'insert into projects values ($1, $2, $3)', [ids.userA1, ids.tenantB, 'x']),
    ).rejects.toMatchObject({ code: '42501' })
    expect((await pool.query('select current_user as who')).rows).toEqual([{ who: 'postgres' }])
  })

  it('takes its one database for no copy of itself', async () => {
    let worked = false
    const { port } = pool.options
    const scratch = withScratch(`postgresql://postgres@127.0.0.1:${port}/postgres`, async () => {
      worked = true
    })
    await expect(scratch).rejects.toMatchObject({ code: 'NOT_DISPOSABLE' })
    expect(worked).toBe(false)
  })
})
