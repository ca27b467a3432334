import { describe, expect, it } from 'vitest'
import { insert, useFaults } from '../support/faults.ts'
import { ids } from '../support/fixture.ts'
import { swap, when } from '../support/proxy.ts'

const on = useFaults()

describe('the end of a transaction', () => {
  it('rejects when a swallowed error made the server roll back', async () => {
    const db = on.world.tenants()
    const error = await db
      .withTenant(ids.tenantA, async (tx) => {
        await tx.query(insert, [ids.tenantA])
        await tx.query('select 1/0').catch(() => {})
      })
      .catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'ROLLED_BACK', cause: { code: '22012' } })
    expect(await on.written()).toBe(0)
  })

  it('rejects a COMMIT that is answered ROLLBACK', async () => {
    const db = on.world.tenants(
      { connectionString: on.world.through(on.proxy.port), max: 1 },
      { prepare: false },
    )
    await db.query(ids.tenantA, 'select 1')
    on.proxy.fault = swap('commit', 'abort ')
    await expect(db.query(ids.tenantA, insert, [ids.tenantA])).rejects.toMatchObject({ code: 'ROLLED_BACK' })
    await expect(db.withTenant(ids.tenantA, (tx) => tx.query(insert, [ids.tenantA]))).rejects.toMatchObject({
      code: 'ROLLED_BACK',
    })
    expect(await on.written()).toBe(0)
  })

  it('passes on what COMMIT finds', async () => {
    await on.world.admin.query(
      'create table if not exists late (n int primary key deferrable initially deferred)',
    )
    await on.world.admin.query('grant select, insert on late to flt_app')
    const db = on.world.tenants()
    const twice = 'insert into late values (1), (1)'
    await expect(db.query(ids.tenantA, twice)).rejects.toMatchObject({ code: '23505' })
    await expect(db.withTenant(ids.tenantA, (tx) => tx.query(twice))).rejects.toMatchObject({ code: '23505' })
  })

  it.each(['cut before', 'cut after', 'swallow answer'] as const)(
    'says OUTCOME_UNKNOWN when the connection is lost at COMMIT (%s), and does not try again',
    async (verdict) => {
      const db = await on.behindProxy()
      await db.query(ids.tenantA, 'select 1') // so that the statements have names
      let calls = 0
      on.proxy.fault = when('rls_kit_commit', verdict)
      const running = db.withTenant(
        ids.tenantA,
        async (tx) => {
          calls++
          await tx.query(insert, [ids.tenantA])
        },
        { retries: 3 },
      )
      if (verdict === 'swallow answer')
        setTimeout(
          () =>
            on.world.admin.query(
              'select pg_terminate_backend(pid) from pg_stat_activity where usename = $1',
              ['flt_login'],
            ),
          100,
        )
      await expect(running).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' })
      expect(calls).toBe(1)
      expect(await on.written()).toBe(verdict === 'cut before' ? 0 : 1)
    },
  )

  it('says the same for query', async () => {
    const db = await on.behindProxy()
    on.proxy.fault = when('marked', 'cut after')
    await expect(db.query(ids.tenantA, insert, [ids.tenantA])).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    })
    on.proxy.fault = undefined
    expect((await db.query(ids.tenantA, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  it('says CONNECTION_LOST when it is lost earlier, and nothing is written', async () => {
    const db = on.world.tenants({ max: 1 })
    const error = await db
      .withTenant(ids.tenantA, async (tx) => {
        await tx.query(insert, [ids.tenantA])
        const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
        await on.world.admin.query('select pg_terminate_backend($1)', [rows[0]?.pid])
        await tx.query('select 1')
      })
      .catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'CONNECTION_LOST' })
    expect(await on.written()).toBe(0)
    expect((await db.query(ids.tenantA, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  it('cuts a transaction that takes too long, whatever it does', async () => {
    const db = on.world.tenants({ max: 1 })
    const never = db.withTenant(
      ids.tenantA,
      async (tx) => {
        await tx.query(insert, [ids.tenantA])
        await new Promise(() => {})
      },
      { timeout: 150 },
    )
    await expect(never).rejects.toMatchObject({ code: 'TIMEOUT' })
    const slow = db.withTenant(ids.tenantA, (tx) => tx.query('select pg_sleep(5)'), { timeout: 150 })
    await expect(slow).rejects.toMatchObject({ code: expect.stringMatching(/TIMEOUT|57014/) })
    expect((await db.query(ids.tenantA, 'select 1 as one')).rows).toEqual([{ one: 1 }])
    expect(await on.written()).toBe(0)
  })

  it('refuses writes when read-only', async () => {
    const db = on.world.tenants()
    await expect(
      db.withTenant(ids.tenantA, (tx) => tx.query(insert, [ids.tenantA]), { readOnly: true }),
    ).rejects.toMatchObject({ code: '25006' })
  })

  it('tries a serialization failure again, on request', async () => {
    const db = on.world.tenants()
    await on.world.admin.query('create table if not exists counter (n int)')
    await on.world.admin.query('truncate counter')
    await on.world.admin.query('insert into counter values (0)')
    await on.world.admin.query('grant select, update on counter to flt_app')
    let calls = 0
    let reads = 0
    let bothRead: () => void
    const read = new Promise<void>((resolve) => {
      bothRead = resolve
    })
    const bump = () =>
      db.withTenant(
        ids.tenantA,
        async (tx) => {
          calls++
          const { rows } = await tx.query<{ n: number }>('select n from counter')
          if (++reads >= 2) bothRead()
          await read
          await tx.query('update counter set n = $1', [(rows[0]?.n ?? 0) + 1])
        },
        { isolation: 'serializable', retries: 10 },
      )
    await Promise.all([bump(), bump()])
    expect((await on.world.admin.query('select n from counter')).rows).toEqual([{ n: 2 }])
    expect(calls).toBeGreaterThan(2)
  })
})

describe('what a driver can do wrong', () => {
  it('keeps the transaction when a value has no text form', async () => {
    const db = on.world.tenants({ max: 1 })
    const circular: Record<string, unknown> = {}
    circular.self = circular
    await expect(db.query(ids.tenantA, 'select $1::text', [circular])).rejects.toThrow(/circular/i)
    await db.withTenant(ids.tenantA, async (tx) => {
      await expect(tx.query('select $1::text', [circular])).rejects.toThrow(/circular/i)
      expect((await tx.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    })
  })

  it('serves rows as arrays, types of the caller, and names', async () => {
    const db = on.world.tenants({ max: 1 })
    const statement = { text: 'select 1 as a, 2 as b', rowMode: 'array' as const, name: 'mine' }
    for (let n = 0; n < 3; n++) expect((await db.query(ids.tenantA, statement)).rows).toEqual([[1, 2]])
    await expect(db.query(ids.tenantA, { ...statement, text: 'select 3' })).rejects.toThrow(/unique/)
    const types = { getTypeParser: () => (value: string) => `<${value}>` }
    expect((await db.query(ids.tenantA, { text: 'select 1 as a', types })).rows).toEqual([{ a: '<1>' }])
    expect((await db.query(ids.tenantA, statement)).rows).toEqual([[1, 2]])
  })

  it('prepares what comes twice, makes room, and survives a changed table', async () => {
    const db = on.world.tenants({ max: 1 })
    const names = async () =>
      (
        await db.query(
          ids.tenantA,
          "select count(*)::int as n from pg_prepared_statements where name like 'rls\\_kit\\_s%'",
        )
      ).rows[0]?.n as number
    for (let n = 0; n < 400; n++) await db.query(ids.tenantA, `select ${n % 200} as n`)
    for (let n = 0; n < 400; n++) {
      expect((await db.query(ids.tenantA, `select ${n % 100} as n`)).rows).toEqual([{ n: n % 100 }])
    }
    const kept = await names()
    expect(kept).toBeGreaterThan(90)
    expect(kept).toBeLessThanOrEqual(128)
    await on.world.admin.query('create table if not exists wide (a int)')
    await on.world.admin.query('grant select on wide to flt_app')
    const all = 'select * from wide'
    for (let n = 0; n < 3; n++) await db.query(ids.tenantA, all)
    await on.world.admin.query('alter table wide add column b int')
    expect((await db.query(ids.tenantA, all)).fields.map((field) => field.name)).toEqual(['a', 'b'])
    for (let n = 0; n < 3; n++) await db.query(ids.tenantA, all)
    await on.world.admin.query('alter table wide add column c int')
    const fields = await db.withTenant(ids.tenantA, async (tx) => (await tx.query(all)).fields)
    expect(fields.map((field) => field.name)).toEqual(['a', 'b', 'c'])
  })

  it('works with a pool in pipeline mode', async () => {
    const db = on.world.tenants({ max: 1, pipeline: true })
    expect((await db.query(ids.tenantA, 'select name from projects order by 1')).rows).toHaveLength(2)
    await db.withTenant(ids.tenantB, async (tx) => {
      const all = await Promise.all([tx.query('select name from projects'), tx.query('select 1 as one')])
      expect(all.map(({ rows }) => rows)).toEqual([[{ name: 'b1' }], [{ one: 1 }]])
    })
    await expect(db.query(ids.tenantA, 'select 1/0')).rejects.toMatchObject({ code: '22012' })
    expect((await db.query(ids.tenantA, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  it('honours the pool’s query_timeout by cutting the connection', async () => {
    const db = on.world.tenants({ max: 1, query_timeout: 200 })
    await expect(db.withTenant(ids.tenantA, (tx) => tx.query('select pg_sleep(3)'))).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
    })
    expect((await db.query(ids.tenantA, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  it.each([
    ['there is no server', 'postgres://x@127.0.0.1:1/x'],
    ['there can be none', 'postgres://x@127.0.0.1:port/x'], // pg throws before it connects
  ])('says that %s', async (_what, connectionString) => {
    const db = on.world.tenants({ connectionString })
    await expect(db.query(ids.tenantA, 'select 1')).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
  })
})
