import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { createTenantPool } from '../../src/index.ts'
import { useFaults } from '../support/faults.ts'
import { ids } from '../support/fixture.ts'
import type { World } from '../support/world.ts'

const on = useFaults()

describe('a connection that is not known to be clean is destroyed', () => {
  const pid = async (db: { query: World['admin']['query'] } | ReturnType<World['tenants']>) =>
    (await (db as ReturnType<World['tenants']>).query(ids.tenantA, 'select pg_backend_pid() as pid')).rows[0]
      ?.pid

  it('keeps one that is', async () => {
    const db = on.world.tenants({ max: 1 })
    const before = await pid(db)
    await db.query(ids.tenantA, 'select 1/0').catch(() => {})
    await db.withTenant(ids.tenantA, (tx) => tx.query('select 1/0')).catch(() => {})
    await db.withTenant(ids.tenantA, async () => Promise.reject(new Error('x'))).catch(() => {})
    expect(await pid(db)).toBe(before)
  })

  it.each(["select set_config('app.tenant_id', $1, false)", "select set_config('app.user_id', $1, false)"])(
    'notices %s',
    async (sql) => {
      const db = on.world.tenants({ max: 1 })
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
    const db = on.world.tenants({ max: 1 })
    const before = await pid(db)
    await db.query(ids.tenantA, sql)
    expect(await pid(db)).not.toBe(before)
    const again = await pid(db)
    await db.withTenant(ids.tenantA, (tx) => tx.query(sql))
    expect(await pid(db)).not.toBe(again)
  })

  it('keeps a connection whose temporary table went with the transaction, and lets go of advisory locks', async () => {
    const db = on.world.tenants({ max: 1 })
    const before = await pid(db)
    await db.withTenant(ids.tenantA, async (tx) => {
      await tx.query('create temp table passing on commit drop as select * from projects')
      await tx.query('select pg_advisory_lock(4711)')
    })
    expect(await pid(db)).toBe(before)
    const { rows } = await on.world.admin.query(
      "select pid from pg_locks where locktype = 'advisory' and objid = 4711",
    )
    expect(rows).toEqual([])
  })

  it.each([
    [
      'a cursor WITH HOLD',
      "do $$ begin execute 'declare kept cursor with hold for select * from projects'; end $$",
      'select name as left from pg_cursors where is_holdable',
    ],
    ['a channel', "do $$ begin execute 'listen kept'; end $$", 'select pg_listening_channels() as left'],
    [
      'a setting',
      "select set_config('statement_timeout', '1234', false)",
      "select 1 as left where current_setting('statement_timeout') <> '0'",
    ],
    [
      'a setting of the application',
      "select set_config('app.kept', 'tenant a', false)",
      "select 1 as left where current_setting('app.kept', true) <> ''",
    ],
    [
      'a prepared statement',
      'do $$ begin execute \'prepare "Kept" as select * from projects\'; end $$',
      'select name as left from pg_prepared_statements where from_sql',
    ],
    ['the last value of a sequence', "select nextval('counted')", 'select lastval() as left'],
    [
      'a temporary table',
      'select * into temp kept from projects',
      "select relname as left from pg_class where relname = 'kept'",
    ],
    [
      'a temporary table that came first',
      'create temp table kept on commit drop as select 1 as n',
      'select pg_my_temp_schema() as left where false',
    ],
  ])('takes %s from the session', async (_what, sql, question) => {
    await on.world.admin.query('create sequence if not exists counted')
    await on.world.admin.query('grant usage on sequence counted to flt_app')
    for (const prepare of [true, false]) {
      const db = on.world.tenants({ max: 1 }, { prepare })
      const left = async () =>
        (await db.pool.query(question).catch((error: { code: string }) => ({ rows: [], error: error.code })))
          .rows
      for (let n = 0; n < 3; n++) {
        await db.query(ids.tenantA, sql)
        expect(await left()).toEqual([])
        await db.withTenant(ids.tenantA, (tx) => tx.query(sql))
        expect(await left()).toEqual([])
        await db
          .withTenant(ids.tenantA, (tx) => tx.query(sql).then(() => Promise.reject(new Error())))
          .catch(() => {})
        expect(await left()).toEqual([])
      }
    }
  })

  it('gives back what a connect handler has set', async () => {
    const db = on.world.tenants({ max: 1 })
    db.pool.on('connect', (client) => {
      void client.query(
        "set statement_timeout = '7s'; set search_path = pg_catalog, public; set datestyle = 'SQL, DMY'",
      )
    })
    const before = await pid(db)
    for (const sql of [
      "select set_config('statement_timeout', '1', false)",
      "select set_config('search_path', 'public', true)",
    ]) {
      await db.query(ids.tenantA, sql)
      await db.withTenant(ids.tenantA, (tx) => tx.query(sql))
      const { rows } = await db.pool.query(
        "select current_setting('statement_timeout') as t, current_setting('search_path') as s, current_setting('datestyle') as d",
      )
      expect(rows).toEqual([{ t: '7s', s: 'pg_catalog, public', d: 'SQL, DMY' }])
    }
    expect(await pid(db)).toBe(before)
  })

  it('serves two tenant pools on one pool of connections', async () => {
    const db = on.world.tenants({ max: 1 })
    const other = createTenantPool(db.pool, {
      ...on.world.rls,
      tenant: { ...on.world.rls.tenant, setting: 'app.other' },
    })
    for (let n = 0; n < 4; n++) {
      expect((await db.query(ids.tenantA, 'select name from projects order by 1')).rows).toHaveLength(2)
      expect((await other.query(ids.tenantA, 'select count(*)::int as n from projects')).rows).toEqual([
        { n: 0 },
      ])
      expect((await other.withTenant(ids.tenantA, (tx) => tx.query(`select ${n} as n`))).rows).toEqual([
        { n },
      ])
    }
  })

  it('leaves nothing of the tenant behind', async () => {
    const db = on.world.tenants({ max: 1 })
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
    const database = new URL(on.world.adminUrl).pathname.slice(1)
    const pool = new pg.Pool({ connectionString: on.world.server.urlFor(database, role, 'secret'), max: 1 })
    pool.on('error', () => {})
    for (const sql of setup) await on.world.admin.query(sql)
    try {
      return await createTenantPool(pool, on.world.rls)
        .query(ids.tenantA, 'select 1')
        .then(
          () => 'served',
          (error: { code: string; message: string }) => `${error.code} ${error.message}`,
        )
    } finally {
      await pool.end()
      for (const sql of undo) await on.world.admin.query(sql)
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
    await on.world.admin.query("create role flt_x login password 'secret' in role flt_app")
    try {
      expect(await as('flt_x', setup, undo)).toContain(message)
      expect(await as('flt_x', [], [])).toBe('served')
    } finally {
      await on.world.admin.query('drop role flt_x')
    }
  })
})
