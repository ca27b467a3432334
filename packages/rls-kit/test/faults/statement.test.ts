import pg from 'pg'
import { describe, expect, it } from 'vitest'
import type { TenantTransaction } from '../../src/index.ts'
import { insert, useFaults } from '../support/faults.ts'
import { ids } from '../support/fixture.ts'
import { swap } from '../support/proxy.ts'

const on = useFaults()

describe('a statement runs only with its tenant', () => {
  it('does not run when BEGIN fails', async () => {
    const db = on.world.tenants(
      { connectionString: on.world.through(on.proxy.port), max: 1 },
      { prepare: false },
    )
    await db.query(ids.tenantA, 'select 1')
    on.proxy.fault = swap('begin', 'begxn')
    await expect(db.query(ids.tenantA, insert, [ids.tenantA])).rejects.toMatchObject({
      code: 'CONTEXT_FAILED',
    })
    await expect(db.withTenant(ids.tenantA, (tx) => tx.query(insert, [ids.tenantA]))).rejects.toMatchObject({
      code: 'CONTEXT_FAILED',
    })
    expect(await on.written()).toBe(0)
  })

  it('is needed: with a Sync after each, as pg’s pipeline sends them, the statement runs all the same', async () => {
    const client = new pg.Client({ connectionString: on.world.adminUrl, pipeline: true })
    await client.connect()
    const sent = [client.query('begxn'), client.query(insert, [ids.tenantA]), client.query('commit')]
    await Promise.allSettled(sent)
    await client.end()
    expect(await on.written()).toBe(1)
  })

  it('does not run when the role or the tenant cannot be set', async () => {
    const db = await on.behindProxy()
    await on.world.admin.query('revoke flt_app from flt_login')
    try {
      await expect(db.query(ids.tenantA, insert, [ids.tenantA])).rejects.toMatchObject({
        code: 'CONTEXT_FAILED',
      })
      await expect(db.withTenant(ids.tenantA, (tx) => tx.query('select 1'))).rejects.toMatchObject({
        code: 'UNSAFE_LOGIN', // a new connection, and so a new check
      })
    } finally {
      await on.world.admin.query('grant flt_app to flt_login')
    }
    expect(await on.written()).toBe(0)
  })

  it.each([
    ['', 'is empty'],
    [null, 'is null'],
    [undefined, 'is undefined'],
    ['not-a-uuid', 'is not a UUID'],
    [`${ids.tenantA}' or true --`, 'is not a UUID'],
    [{ toString: (): string => ids.tenantA } as unknown, 'is object'],
  ])('refuses the tenant %j before anything is sent', async (tenant, why) => {
    const db = await on.behindProxy()
    on.proxy.taken()
    await expect(db.query(tenant as string, 'select 1')).rejects.toMatchObject({
      code: 'TENANT_INVALID',
      message: expect.stringContaining(why),
    })
    await expect(db.withTenant(tenant as string, async () => {})).rejects.toMatchObject({
      code: 'TENANT_INVALID',
    })
    await expect(
      db.query(ids.tenantA, 'select 1', [], { user: (tenant ?? 'x') as string }),
    ).rejects.toMatchObject({ code: 'TENANT_INVALID' })
    expect(on.proxy.taken()).toBe(0)
  })

  it('takes the isolation level from a list', async () => {
    const db = on.world.tenants()
    const level = async (isolation: 'serializable' | 'repeatable read' | undefined) =>
      db.withTenant(
        ids.tenantA,
        async (tx) => (await tx.query('show transaction_isolation')).rows[0]?.transaction_isolation,
        { isolation },
      )
    expect(await level('serializable')).toBe('serializable')
    expect(await level('repeatable read')).toBe('repeatable read')
    for (const bad of ['serializable; drop table plans', '__proto__', 'constructor']) {
      await expect(level(bad as 'serializable')).rejects.toBeInstanceOf(TypeError)
    }
  })
})

describe('the transaction cannot be left from inside', () => {
  const refused = [
    'commit',
    '  /* a /* nested */ comment */ COMMIT and chain',
    '-- comment\nrollback',
    ';;end',
    'abort',
    'begin',
    'start transaction',
    'savepoint x',
    'release x',
    "prepare transaction 'x'",
    'set role flt_owner',
    'set local role none',
    'set session authorization default',
    `set local session authorization default`,
    "set app.tenant_id = 'x'",
    "set local app.tenant_id = 'x'",
    'set local "app"."tenant_id" = \'x\'',
    'reset all',
    'discard all',
    'listen x',
    'copy plans from stdin',
    'declare c cursor with hold for select 1',
    'create temp table t as select * from projects',
    'create temporary view v as select 1',
    'create local temporary table t (a int)',
    '',
  ]
  it.each(refused)('refuses %j', async (sql) => {
    const db = on.world.tenants({ max: 1 })
    await expect(db.query(ids.tenantA, sql)).rejects.toMatchObject({ code: 'STATEMENT_REFUSED' })
    await db.withTenant(ids.tenantA, async (tx) => {
      await expect(tx.query(sql)).rejects.toMatchObject({ code: 'STATEMENT_REFUSED' })
      expect((await tx.query('select 1 as one')).rows).toEqual([{ one: 1 }]) // the transaction goes on
    })
  })

  it('takes one statement only, with and without values', async () => {
    const db = on.world.tenants()
    for (const sql of ['select 1; select 2', 'select 1; commit', 'select 1; commit; select 2']) {
      await expect(db.query(ids.tenantA, sql)).rejects.toMatchObject({ code: '42601' })
      await expect(db.withTenant(ids.tenantA, (tx) => tx.query(sql))).rejects.toMatchObject({ code: '42601' })
    }
  })

  it('fails a procedure that commits', async () => {
    const db = on.world.tenants()
    for (const run of [
      (sql: string) => db.query(ids.tenantA, sql),
      (sql: string) => db.withTenant(ids.tenantA, (tx) => tx.query(sql)),
    ]) {
      await expect(run('do $$ begin commit; end $$')).rejects.toMatchObject({ code: '2D000' })
    }
  })

  it.each(['commit and chain', 'rollback to    x', 'savepoint       '])(
    'throws the connection away when %j got through all the same',
    async (smuggled) => {
      const db = await on.behindProxy()
      on.proxy.fault = swap('select 1 as nope', smuggled)
      let outside: unknown
      await expect(
        db.withTenant(ids.tenantA, async (tx) => {
          await tx.query(insert, [ids.tenantA])
          await tx.query('select 1 as nope').catch(() => {})
          outside = await tx.query('select 1').catch((error: unknown) => error)
        }),
      ).rejects.toMatchObject({
        code: smuggled === 'commit and chain' ? 'TRANSACTION_ESCAPED' : 'ROLLED_BACK',
      })
      expect(outside).toMatchObject({ code: expect.stringMatching(/TRANSACTION_ESCAPED|25P02/) })
    },
  )

  it('is dead once the callback settled', async () => {
    const db = on.world.tenants()
    let kept: TenantTransaction | undefined
    await db.withTenant(ids.tenantA, async (tx) => {
      kept = tx
    })
    await expect(kept?.query('select 1')).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' })
    await expect(kept?.savepoint(async () => {})).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' })
  })

  it('rolls back when a statement was not awaited', async () => {
    const db = on.world.tenants()
    await expect(
      db.withTenant(ids.tenantA, async (tx) => {
        tx.query(insert, [ids.tenantA]).catch(() => {})
      }),
    ).rejects.toMatchObject({ code: 'TRANSACTION_BUSY' })
    expect(await on.written()).toBe(0)
  })

  it('nests by savepoint only', async () => {
    const db = on.world.tenants({ max: 1 })
    await db.withTenant(ids.tenantA, async (tx) => {
      await expect(db.query(ids.tenantB, 'select 1')).rejects.toMatchObject({ code: 'NESTED' })
      await expect(db.withTenant(ids.tenantB, async () => {})).rejects.toMatchObject({ code: 'NESTED' })
      const open = tx.savepoint(() => tx.query('select pg_sleep(0.05)'))
      await expect(tx.savepoint(async () => {})).rejects.toMatchObject({ code: 'TRANSACTION_BUSY' })
      await open
      await tx.savepoint(() => tx.savepoint(() => tx.query('select 1')))
    })
  })
})
