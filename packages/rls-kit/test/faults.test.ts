import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTenantPool, type TenantTransaction } from '../src/index.ts'
import { ids } from './support/fixture.ts'
import { type FaultProxy, faultProxy, swap, when } from './support/proxy.ts'
import { makeWorld, type World } from './support/world.ts'

let world: World
let proxy: FaultProxy
const insert = "insert into discussions (tenant_id, title) values ($1, 'fault') /* marked */"

beforeAll(async () => {
  world = await makeWorld('flt')
  proxy = await faultProxy(world.server.port)
})
afterAll(async () => {
  await proxy?.stop()
  await world?.stop()
})
afterEach(async () => {
  proxy.fault = undefined
  await world.admin.query("delete from discussions where title = 'fault'")
})

/** Through the proxy; warmed up, so that the login check is behind us. */
async function behindProxy(options: pg.PoolConfig = {}) {
  const db = world.tenants({ connectionString: world.through(proxy.port), max: 1, ...options })
  await db.query(ids.tenantA, 'select 1')
  return db
}

const written = async (): Promise<number> =>
  (await world.admin.query("select count(*)::int as n from discussions where title = 'fault'")).rows[0].n

describe('a statement runs only with its tenant', () => {
  it('does not run when BEGIN fails', async () => {
    const db = world.tenants({ connectionString: world.through(proxy.port), max: 1 }, { prepare: false })
    await db.query(ids.tenantA, 'select 1')
    proxy.fault = swap('begin', 'begxn')
    await expect(db.query(ids.tenantA, insert, [ids.tenantA])).rejects.toMatchObject({
      code: 'CONTEXT_FAILED',
    })
    await expect(db.withTenant(ids.tenantA, (tx) => tx.query(insert, [ids.tenantA]))).rejects.toMatchObject({
      code: 'CONTEXT_FAILED',
    })
    expect(await written()).toBe(0)
  })

  it('is needed: with a Sync after each, as pg’s pipeline sends them, the statement runs all the same', async () => {
    const client = new pg.Client({ connectionString: world.adminUrl, pipeline: true })
    await client.connect()
    const sent = [client.query('begxn'), client.query(insert, [ids.tenantA]), client.query('commit')]
    await Promise.allSettled(sent)
    await client.end()
    expect(await written()).toBe(1)
  })

  it('does not run when the role or the tenant cannot be set', async () => {
    const db = await behindProxy()
    await world.admin.query('revoke flt_app from flt_login')
    try {
      await expect(db.query(ids.tenantA, insert, [ids.tenantA])).rejects.toMatchObject({
        code: 'CONTEXT_FAILED',
      })
      await expect(db.withTenant(ids.tenantA, (tx) => tx.query('select 1'))).rejects.toMatchObject({
        code: 'UNSAFE_LOGIN', // a new connection, and so a new check
      })
    } finally {
      await world.admin.query('grant flt_app to flt_login')
    }
    expect(await written()).toBe(0)
  })

  it.each([
    ['', 'is empty'],
    [null, 'is null'],
    [undefined, 'is undefined'],
    ['not-a-uuid', 'is not a UUID'],
    [`${ids.tenantA}' or true --`, 'is not a UUID'],
    [{ toString: (): string => ids.tenantA } as unknown, 'is object'],
  ])('refuses the tenant %j before anything is sent', async (tenant, why) => {
    const db = await behindProxy()
    proxy.taken()
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
    expect(proxy.taken()).toBe(0)
  })

  it('takes the isolation level from a list', async () => {
    const db = world.tenants()
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
    const db = world.tenants({ max: 1 })
    await expect(db.query(ids.tenantA, sql)).rejects.toMatchObject({ code: 'STATEMENT_REFUSED' })
    await db.withTenant(ids.tenantA, async (tx) => {
      await expect(tx.query(sql)).rejects.toMatchObject({ code: 'STATEMENT_REFUSED' })
      expect((await tx.query('select 1 as one')).rows).toEqual([{ one: 1 }]) // the transaction goes on
    })
  })

  it('takes one statement only, with and without values', async () => {
    const db = world.tenants()
    for (const sql of ['select 1; select 2', 'select 1; commit', 'select 1; commit; select 2']) {
      await expect(db.query(ids.tenantA, sql)).rejects.toMatchObject({ code: '42601' })
      await expect(db.withTenant(ids.tenantA, (tx) => tx.query(sql))).rejects.toMatchObject({ code: '42601' })
    }
  })

  it('fails a procedure that commits', async () => {
    const db = world.tenants()
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
      const db = await behindProxy()
      proxy.fault = swap('select 1 as nope', smuggled)
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
    const db = world.tenants()
    let kept: TenantTransaction | undefined
    await db.withTenant(ids.tenantA, async (tx) => {
      kept = tx
    })
    await expect(kept?.query('select 1')).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' })
    await expect(kept?.savepoint(async () => {})).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' })
  })

  it('rolls back when a statement was not awaited', async () => {
    const db = world.tenants()
    await expect(
      db.withTenant(ids.tenantA, async (tx) => {
        tx.query(insert, [ids.tenantA]).catch(() => {})
      }),
    ).rejects.toMatchObject({ code: 'TRANSACTION_BUSY' })
    expect(await written()).toBe(0)
  })

  it('nests by savepoint only', async () => {
    const db = world.tenants({ max: 1 })
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

describe('the end of a transaction', () => {
  it('rejects when a swallowed error made the server roll back', async () => {
    const db = world.tenants()
    const error = await db
      .withTenant(ids.tenantA, async (tx) => {
        await tx.query(insert, [ids.tenantA])
        await tx.query('select 1/0').catch(() => {})
      })
      .catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'ROLLED_BACK', cause: { code: '22012' } })
    expect(await written()).toBe(0)
  })

  it('rejects a COMMIT that is answered ROLLBACK', async () => {
    const db = world.tenants({ connectionString: world.through(proxy.port), max: 1 }, { prepare: false })
    await db.query(ids.tenantA, 'select 1')
    proxy.fault = swap('commit', 'abort ')
    await expect(db.query(ids.tenantA, insert, [ids.tenantA])).rejects.toMatchObject({ code: 'ROLLED_BACK' })
    await expect(db.withTenant(ids.tenantA, (tx) => tx.query(insert, [ids.tenantA]))).rejects.toMatchObject({
      code: 'ROLLED_BACK',
    })
    expect(await written()).toBe(0)
  })

  it('passes on what COMMIT finds', async () => {
    await world.admin.query(
      'create table if not exists late (n int primary key deferrable initially deferred)',
    )
    await world.admin.query('grant select, insert on late to flt_app')
    const db = world.tenants()
    const twice = 'insert into late values (1), (1)'
    await expect(db.query(ids.tenantA, twice)).rejects.toMatchObject({ code: '23505' })
    await expect(db.withTenant(ids.tenantA, (tx) => tx.query(twice))).rejects.toMatchObject({ code: '23505' })
  })

  it.each(['cut before', 'cut after', 'swallow answer'] as const)(
    'says OUTCOME_UNKNOWN when the connection is lost at COMMIT (%s), and does not try again',
    async (verdict) => {
      const db = await behindProxy()
      await db.query(ids.tenantA, 'select 1') // so that the statements have names
      let calls = 0
      proxy.fault = when('rls_kit_commit', verdict)
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
            world.admin.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [
              'flt_login',
            ]),
          100,
        )
      await expect(running).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' })
      expect(calls).toBe(1)
      expect(await written()).toBe(verdict === 'cut before' ? 0 : 1)
    },
  )

  it('says the same for query', async () => {
    const db = await behindProxy()
    proxy.fault = when('marked', 'cut after')
    await expect(db.query(ids.tenantA, insert, [ids.tenantA])).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    })
    proxy.fault = undefined
    expect((await db.query(ids.tenantA, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  it('says CONNECTION_LOST when it is lost earlier, and nothing is written', async () => {
    const db = world.tenants({ max: 1 })
    const error = await db
      .withTenant(ids.tenantA, async (tx) => {
        await tx.query(insert, [ids.tenantA])
        const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
        await world.admin.query('select pg_terminate_backend($1)', [rows[0]?.pid])
        await tx.query('select 1')
      })
      .catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'CONNECTION_LOST' })
    expect(await written()).toBe(0)
    expect((await db.query(ids.tenantA, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  it('cuts a transaction that takes too long, whatever it does', async () => {
    const db = world.tenants({ max: 1 })
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
    expect(await written()).toBe(0)
  })

  it('refuses writes when read-only', async () => {
    const db = world.tenants()
    await expect(
      db.withTenant(ids.tenantA, (tx) => tx.query(insert, [ids.tenantA]), { readOnly: true }),
    ).rejects.toMatchObject({ code: '25006' })
  })

  it('tries a serialization failure again, on request', async () => {
    const db = world.tenants()
    await world.admin.query('create table if not exists counter (n int)')
    await world.admin.query('truncate counter')
    await world.admin.query('insert into counter values (0)')
    await world.admin.query('grant select, update on counter to flt_app')
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
    expect((await world.admin.query('select n from counter')).rows).toEqual([{ n: 2 }])
    expect(calls).toBeGreaterThan(2)
  })
})

describe('a connection that is not known to be clean is destroyed', () => {
  const pid = async (db: { query: World['admin']['query'] } | ReturnType<World['tenants']>) =>
    (await (db as ReturnType<World['tenants']>).query(ids.tenantA, 'select pg_backend_pid() as pid')).rows[0]
      ?.pid

  it('keeps one that is', async () => {
    const db = world.tenants({ max: 1 })
    const before = await pid(db)
    await db.query(ids.tenantA, 'select 1/0').catch(() => {})
    await db.withTenant(ids.tenantA, (tx) => tx.query('select 1/0')).catch(() => {})
    await db.withTenant(ids.tenantA, async () => Promise.reject(new Error('x'))).catch(() => {})
    expect(await pid(db)).toBe(before)
  })

  it.each(["select set_config('app.tenant_id', $1, false)", "select set_config('app.user_id', $1, false)"])(
    'notices %s',
    async (sql) => {
      const db = world.tenants({ max: 1 })
      const before = await pid(db)
      await db.query(ids.tenantA, sql, [ids.tenantB])
      expect(await pid(db)).not.toBe(before)
      const again = await pid(db)
      await db.withTenant(ids.tenantA, (tx) => tx.query(sql, [ids.tenantB]))
      expect(await pid(db)).not.toBe(again)
    },
  )

  it.each([
    ['a search path', "select set_config('search_path', 'pg_temp', false)"],
    ['a temporary table', "do $$ begin execute 'create temp table kept as select * from projects'; end $$"],
    ['a temporary table by SELECT INTO', 'select * into temp kept from projects'],
  ])('notices %s that would stay', async (_what, sql) => {
    const db = world.tenants({ max: 1 })
    const before = await pid(db)
    await db.query(ids.tenantA, sql)
    expect(await pid(db)).not.toBe(before)
    const again = await pid(db)
    await db.withTenant(ids.tenantA, (tx) => tx.query(sql))
    expect(await pid(db)).not.toBe(again)
  })

  it('keeps a connection whose temporary table went with the transaction, and lets go of advisory locks', async () => {
    const db = world.tenants({ max: 1 })
    const before = await pid(db)
    await db.withTenant(ids.tenantA, async (tx) => {
      await tx.query('create temp table passing on commit drop as select * from projects')
      await tx.query('select pg_advisory_lock(4711)')
    })
    expect(await pid(db)).toBe(before)
    const { rows } = await world.admin.query(
      "select pid from pg_locks where locktype = 'advisory' and objid = 4711",
    )
    expect(rows).toEqual([])
  })

  it('leaves nothing of the tenant behind', async () => {
    const db = world.tenants({ max: 1 })
    await db.query(ids.tenantA, 'select 1', [], { user: ids.userA1 })
    await db.withTenant(ids.tenantA, (tx) => tx.query('select 1'), { user: ids.userA1, timeout: 60_000 })
    const { rows } = await db.pool.query(
      "select current_user = session_user as self, current_setting('app.tenant_id', true) as tenant, current_setting('app.user_id', true) as user, current_setting('statement_timeout') as timeout",
    )
    expect(rows).toEqual([{ self: true, tenant: '', user: '', timeout: '0' }])
    const open = await db.pool
      .query('select count(*)::int as n from projects')
      .catch((error: unknown) => error)
    expect(open).toMatchObject({ rows: [{ n: 0 }] })
  })
})

describe('the login is checked on connect', () => {
  const as = async (role: string, setup: string[], undo: string[]) => {
    const database = new URL(world.adminUrl).pathname.slice(1)
    const pool = new pg.Pool({ connectionString: world.server.urlFor(database, role, 'secret'), max: 1 })
    pool.on('error', () => {})
    for (const sql of setup) await world.admin.query(sql)
    try {
      return await createTenantPool(pool, world.rls)
        .query(ids.tenantA, 'select 1')
        .then(
          () => 'served',
          (error: { code: string; message: string }) => `${error.code} ${error.message}`,
        )
    } finally {
      await pool.end()
      for (const sql of undo) await world.admin.query(sql)
    }
  }
  it.each([
    ['is a superuser', ['alter role flt_x superuser'], ['alter role flt_x nosuperuser']],
    ['is allowed to BYPASSRLS', ['alter role flt_x bypassrls'], ['alter role flt_x nobypassrls']],
    [
      'is a member of flt_owner, which is the owner of',
      ['grant flt_owner to flt_x'],
      ['revoke flt_owner from flt_x'],
    ],
    [
      'is the owner of public.plans',
      ['alter table plans owner to flt_x'],
      ['alter table plans owner to flt_owner'],
    ],
    [
      'is a member of flt_b, which is allowed to BYPASSRLS',
      ['create role flt_b bypassrls', 'grant flt_b to flt_x'],
      ['revoke flt_b from flt_x', 'drop role flt_b'],
    ],
    [
      'The app role flt_app is allowed to BYPASSRLS',
      ['alter role flt_app bypassrls'],
      ['alter role flt_app nobypassrls'],
    ],
    ['may not become it', ['revoke flt_app from flt_x'], ['grant flt_app to flt_x']],
    [
      'NOT_ISOLATED Row security is not enabled and forced on public.plans',
      ['alter table plans disable row level security'],
      ['alter table plans enable row level security'],
    ],
    [
      'NOT_ISOLATED Row security is not enabled and forced on public.plans',
      ['alter table plans no force row level security'],
      ['alter table plans force row level security'],
    ],
  ])('%s', async (message, setup, undo) => {
    await world.admin.query("create role flt_x login password 'secret' in role flt_app")
    try {
      expect(await as('flt_x', setup, undo)).toContain(message)
      expect(await as('flt_x', [], [])).toBe('served')
    } finally {
      await world.admin.query('drop role flt_x')
    }
  })
})

describe('what a driver can do wrong', () => {
  it('keeps the transaction when a value has no text form', async () => {
    const db = world.tenants({ max: 1 })
    const circular: Record<string, unknown> = {}
    circular.self = circular
    await expect(db.query(ids.tenantA, 'select $1::text', [circular])).rejects.toThrow(/circular/i)
    await db.withTenant(ids.tenantA, async (tx) => {
      await expect(tx.query('select $1::text', [circular])).rejects.toThrow(/circular/i)
      expect((await tx.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    })
  })

  it('serves rows as arrays, types of the caller, and names', async () => {
    const db = world.tenants({ max: 1 })
    const statement = { text: 'select 1 as a, 2 as b', rowMode: 'array' as const, name: 'mine' }
    for (let n = 0; n < 3; n++) expect((await db.query(ids.tenantA, statement)).rows).toEqual([[1, 2]])
    await expect(db.query(ids.tenantA, { ...statement, text: 'select 3' })).rejects.toThrow(/unique/)
    const types = { getTypeParser: () => (value: string) => `<${value}>` }
    expect((await db.query(ids.tenantA, { text: 'select 1 as a', types })).rows).toEqual([{ a: '<1>' }])
    expect((await db.query(ids.tenantA, statement)).rows).toEqual([[1, 2]])
  })

  it('prepares what comes twice, makes room, and survives a changed table', async () => {
    const db = world.tenants({ max: 1 })
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
    await world.admin.query('create table if not exists wide (a int)')
    await world.admin.query('grant select on wide to flt_app')
    const all = 'select * from wide'
    for (let n = 0; n < 3; n++) await db.query(ids.tenantA, all)
    await world.admin.query('alter table wide add column b int')
    expect((await db.query(ids.tenantA, all)).fields.map((field) => field.name)).toEqual(['a', 'b'])
    for (let n = 0; n < 3; n++) await db.query(ids.tenantA, all)
    await world.admin.query('alter table wide add column c int')
    const fields = await db.withTenant(ids.tenantA, async (tx) => (await tx.query(all)).fields)
    expect(fields.map((field) => field.name)).toEqual(['a', 'b', 'c'])
  })

  it('works with a pool in pipeline mode', async () => {
    const db = world.tenants({ max: 1, pipeline: true })
    expect((await db.query(ids.tenantA, 'select name from projects order by 1')).rows).toHaveLength(2)
    await db.withTenant(ids.tenantB, async (tx) => {
      const all = await Promise.all([tx.query('select name from projects'), tx.query('select 1 as one')])
      expect(all.map(({ rows }) => rows)).toEqual([[{ name: 'b1' }], [{ one: 1 }]])
    })
    await expect(db.query(ids.tenantA, 'select 1/0')).rejects.toMatchObject({ code: '22012' })
    expect((await db.query(ids.tenantA, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  it('honours the pool’s query_timeout by cutting the connection', async () => {
    const db = world.tenants({ max: 1, query_timeout: 200 })
    await expect(db.withTenant(ids.tenantA, (tx) => tx.query('select pg_sleep(3)'))).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
    })
    expect((await db.query(ids.tenantA, 'select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  it('says that there is no server', async () => {
    const db = world.tenants({ connectionString: 'postgres://x@127.0.0.1:1/x' })
    await expect(db.query(ids.tenantA, 'select 1')).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
  })
})
