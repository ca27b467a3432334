import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  apply,
  defineRls,
  type ProveOptions,
  type ProveResult,
  prove,
  type RlsDefinition,
  withScratch,
} from '../../src/index.ts'
import { type EmbeddedPostgres, startEmbedded } from '../support/embedded.ts'

vi.setConfig({ testTimeout: 120_000 })

const roles = { app: 'prove_app', owner: 'prove_owner' }
const own = (tables: Parameters<typeof defineRls>[0]['tables']): RlsDefinition =>
  defineRls({ tenant: { type: 'uuid', userSetting: 'app.user_id' }, roles, tables })

let server: EmbeddedPostgres
beforeAll(async () => {
  server = await startEmbedded()
})
afterAll(() => server?.stop())

async function withDatabase<T>(work: (client: pg.Client, url: string) => Promise<T>): Promise<T> {
  const url = await server.createDatabase('prove')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client, url)
  } finally {
    await client.end()
  }
}

/** Makes the schema, hardens it, and proves it. */
async function proved(
  client: pg.Client,
  schema: string,
  rls: RlsDefinition,
  options: Partial<ProveOptions> = {},
): Promise<ProveResult> {
  await client.query(schema)
  await apply(client, rls)
  return prove(client, rls, { disposable: true, ...options })
}

const bad = (result: ProveResult): string[] =>
  result.probes
    .filter((probe) => probe.outcome === 'leak' || probe.outcome === 'unproven')
    .map((probe) => `${probe.outcome} ${probe.object} ${probe.action}: ${probe.detail}`)

describe('prove', () => {
  it('refuses a database that nobody called disposable', async () => {
    await withDatabase(async (client) => {
      const rls = own({ notes: { tenant: 'tenant_id' } })
      expect(() => prove(client, rls, {} as ProveOptions)).toThrow(
        expect.objectContaining({ code: 'NOT_DISPOSABLE' }),
      )
    })
  })

  it('leaves nothing behind: no row, no table, no setting, no role, no lock', () =>
    withDatabase(async (client) => {
      const rls = own({ notes: { tenant: 'tenant_id' } })
      await client.query('create table notes (tenant_id uuid not null, id serial primary key, body text)')
      await apply(client, rls)
      await client.query("insert into notes (tenant_id, body) values (gen_random_uuid(), 'mine')")
      const state = `select (select json_agg(n) from notes n) as rows, (select count(*) from pg_class) as classes,
        (select count(*) from pg_proc) as functions, (select count(*) from pg_trigger) as triggers, session_user, current_user,
current_setting('app.tenant_id', true) = '' as reset`
      await prove(client, rls, { disposable: true })
      const before = (await client.query(state)).rows
      await prove(client, rls, { disposable: true })
      expect((await client.query(state)).rows).toEqual(before)
      expect(before[0]).toMatchObject({ rows: [{ body: 'mine' }], session_user: 'postgres' })
      const locks =
        'select count(*)::int as n from pg_locks where pid = pg_backend_pid() and relation > 16384'
      expect((await client.query(locks)).rows).toEqual([{ n: 0 }])
    }))

  it('makes rows from the constraints alone', () =>
    withDatabase(async (client) => {
      const result = await proved(
        client,
        `create type mood as enum ('good', 'bad');
         create domain slug as text check (value ~ '^[a-z0-9-]+$' and length(value) <= 12);
         create domain positive as int check (value > 41);
         create table kinds (code text primary key);
         create table parents (tenant_id uuid not null, id bigint generated always as identity, parent_id bigint,
           primary key (tenant_id, id), foreign key (tenant_id, parent_id) references parents (tenant_id, id));
         create table everything (
           tenant_id uuid not null, id uuid primary key default gen_random_uuid(), parent_id bigint not null,
           kind text not null references kinds (code), m mood not null, s slug not null, p positive not null,
           mode text not null check (mode in ('on', 'off')), level int not null check (level between 3 and 5),
           low int not null, high int not null, check (high > low), email varchar(30) not null check (email like '%@%'),
           price numeric(6, 2) not null check (price >= 0.5), d date not null, t time not null, ts timestamp not null, i interval not null,
           j jsonb not null check (jsonb_typeof(j) = 'object'), a text[] not null, n int[] not null, b bytea not null, ip inet not null,
           c char(2) not null, bits bit(4) not null, r int4range not null, pt point not null, x xml, f boolean not null,
           total int generated always as (level * 2) stored, search tsvector generated always as (to_tsvector('simple', mode)) stored,
           unique (tenant_id, s), exclude using gist (r with &&) where (false),
           foreign key (tenant_id, parent_id) references parents (tenant_id, id))`,
        own({
          parents: { tenant: 'tenant_id' },
          everything: { tenant: 'tenant_id' },
          kinds: { shared: 'read' },
        }),
      )
      expect(bad(result)).toEqual([])
      expect(
        result.probes.find((probe) => probe.object === 'public.everything' && probe.action === 'select')
          ?.detail,
      ).toMatch(/its own [1-4] rows/)
    }))

  it('makes rows where the tenant is a counter, some columns are integers, and a key is made of two parents', () =>
    withDatabase(async (client) => {
      const result = await proved(
        client,
        `create table orgs (id bigint generated always as identity primary key, name text not null);
         create table people (id uuid primary key default gen_random_uuid());
         create table members (org_id bigint not null references orgs, person_id uuid not null references people, primary key (org_id, person_id));
         create table visits (org_id int not null, id uuid not null default gen_random_uuid(), primary key (org_id, id))`,
        defineRls({
          tenant: { type: 'bigint' },
          roles,
          tables: {
            orgs: { tenant: 'id' },
            members: { tenant: 'org_id' },
            visits: { tenant: 'org_id' },
            people: { shared: 'read' },
          },
        }),
      )
      expect(bad(result)).toEqual([])
    }))

  it('counts a table that it cannot fill as unproven, and says why', () =>
    withDatabase(async (client) => {
      const result = await proved(
        client,
        "create table odd (tenant_id uuid not null, id int primary key, code text not null check (md5(code) = 'x')); create index on odd (tenant_id)",
        own({ odd: { tenant: 'tenant_id' } }),
      )
      expect(result.proven).toBe(false)
      const select = result.probes.find((probe) => probe.object === 'public.odd' && probe.action === 'select')
      expect(select).toMatchObject({ outcome: 'unproven', detail: expect.stringContaining('odd_code_check') })
      for (const action of ['insert', 'update', 'delete', 'merge'] as const) {
        expect(
          result.probes.find((probe) => probe.object === 'public.odd' && probe.action === action)?.outcome,
        ).toBe('unproven')
      }
    }))

  it('calls no volatile function that was not allowed', () =>
    withDatabase(async (client) => {
      const rls = own({ notes: { tenant: 'tenant_id' } })
      const schema = `create table notes (tenant_id uuid not null, id uuid primary key default gen_random_uuid(), body text not null);
        create sequence called;
        create function moves() returns bigint language sql as $$ select nextval('public.called') $$;
        create function reads() returns bigint language sql as $$ select count(*) from public.notes $$;
        create function touch_all() returns int language sql volatile security definer set search_path = pg_catalog, public, pg_temp as
          $$ select nextval('public.called'); update public.notes set body = 'touched'; select 1 $$`
      const without = await proved(client, schema, rls)
      expect(bad(without)).toEqual([
        expect.stringContaining('unproven public.moves() call: it is volatile'), // reads() can do nothing but read
        expect.stringContaining('unproven public.touch_all() call: it is volatile'),
      ])
      expect((await client.query('select is_called from called')).rows).toEqual([{ is_called: false }])
      const allowed = await prove(client, rls, {
        disposable: true,
        allowVolatile: ['public.touch_all', 'public.moves'],
      })
      expect(bad(allowed)).toEqual([expect.stringContaining("changes tenant B's rows")])
    }))

  it('finds an answer that shows no row and yet depends on them', () =>
    withDatabase(async (client) => {
      const result = await proved(
        client,
        `create table notes (tenant_id uuid not null, id uuid primary key default gen_random_uuid(), body text not null);
         create function how_many() returns bigint language sql stable security definer set search_path = pg_catalog, public, pg_temp as
           $$ select count(*) from public.notes $$`,
        own({ notes: { tenant: 'tenant_id' } }),
      )
      expect(bad(result)).toEqual([expect.stringContaining('leak public.how_many() depends')])
    }))

  it.each(['text', 'bigint'] as const)(
    'proves tenants by %s, members, owners, and partitions of partitions',
    (type) =>
      withDatabase(async (client) => {
        const result = await proved(
          client,
          `create table members (tenant_id ${type} not null, project_id uuid not null, user_id ${type} not null, primary key (tenant_id, project_id, user_id));
           create table notes (tenant_id ${type} not null, project_id uuid not null, author ${type} not null, id uuid primary key default gen_random_uuid(), body text not null);
           create index on notes (tenant_id);
           create table logs (tenant_id ${type} not null, region text not null, at date not null, what text) partition by list (region);
           create table logs_eu partition of logs for values in ('eu', 'uk') partition by range (at);
           create table logs_eu_26 partition of logs_eu for values from ('2026-01-01') to ('2027-01-01');
           create table drafts (id uuid primary key default gen_random_uuid(), note_id uuid not null references notes (id), owner_id ${type} not null, body text)`,
          defineRls({
            tenant: { type, userSetting: 'app.user_id' },
            roles,
            tables: {
              members: { tenant: 'tenant_id' },
              notes: { tenant: 'tenant_id', also: { column: 'project_id', memberOf: 'members' } },
              logs: { tenant: 'tenant_id' },
              drafts: { via: { table: 'notes', column: 'note_id' }, also: { owner: 'owner_id' } },
            },
          }),
        )
        expect(bad(result), type).toEqual([])
        expect(
          result.probes.find((probe) => probe.object === 'public.logs' && probe.action === 'select')?.detail,
        ).toMatch(/own [1-4] rows/)
      }),
  )

  it('says what it cannot try as a login that is no superuser', async () =>
    await withDatabase(async (admin, url) => {
      const rls = own({ notes: { tenant: 'tenant_id' } })
      await admin.query(
        'create table notes (tenant_id uuid not null, id uuid primary key default gen_random_uuid(), body text)',
      )
      await apply(admin, rls)
      await admin.query(
        "drop role if exists prove_login; create role prove_login login password 'pw' nosuperuser",
      )
      const login = new pg.Client({
        connectionString: server.urlFor(new URL(url).pathname.slice(1), 'prove_login', 'pw'),
      })
      await login.connect()
      try {
        await expect(prove(login, rls, { disposable: true })).rejects.toMatchObject({
          code: 'PRIVILEGE_MISSING',
        })
        await admin.query('grant prove_app to prove_login')
        const result = await prove(login, rls, { disposable: true })
        expect(result.sessionAuthorization).toBe(false)
        expect(bad(result)).toEqual([])
      } finally {
        await login.end()
        await admin.query('drop role prove_login')
      }
    }))

  it('waits no longer than a second for a lock', () =>
    withDatabase(async (client, url) => {
      const rls = own({ notes: { tenant: 'tenant_id' } })
      await client.query(
        'create table notes (tenant_id uuid not null, id uuid primary key default gen_random_uuid())',
      )
      await apply(client, rls)
      const other = new pg.Client({ connectionString: url })
      await other.connect()
      try {
        await other.query('begin; lock table notes in access exclusive mode')
        const result = await prove(client, rls, { disposable: true }).catch((error: unknown) => error)
        expect(result).toMatchObject({ code: 'LOCK_TIMEOUT' })
        expect((await client.query('select 1 as open')).rows).toEqual([{ open: 1 }])
      } finally {
        await other.end()
      }
    }))
})

describe('prove on PGlite', () => {
  it('tries all but COPY, which this driver does not have', async () => {
    const { PGlite } = await import('@electric-sql/pglite')
    const db = new PGlite()
    try {
      const rls = own({
        notes: { tenant: 'tenant_id' },
        comments: { via: { table: 'notes', column: 'note_id' } },
      })
      await db.exec(`create table notes (tenant_id uuid not null, id uuid primary key default gen_random_uuid(), body text not null);
        create table comments (id uuid primary key default gen_random_uuid(), note_id uuid not null references notes (id), body text)`)
      await apply(db, rls)
      const hardened = await prove(db, rls, { disposable: true })
      expect(bad(hardened).filter((line) => !line.endsWith('this driver has no COPY'))).toEqual([])
      expect(hardened.proven).toBe(false)
      await db.exec('create view all_notes as select * from notes; grant select on all_notes to prove_app')
      const leaking = await prove(db, rls, { disposable: true })
      const leaks = leaking.probes
        .filter((probe) => probe.outcome === 'leak')
        .map((probe) => `${probe.object} ${probe.action}`)
      expect(leaks).toEqual([
        'public.all_notes select',
        'public.all_notes no tenant',
        'public.all_notes depends',
      ])
    } finally {
      await db.close()
    }
  })
})

describe('withScratch', () => {
  it('clones, hands over, and drops, also when the work fails', () =>
    withDatabase(async (client, url) => {
      await client.query('create table notes (n int)')
      await client.end()
      const names: string[] = []
      const count = await withScratch(url, async (scratch) => {
        names.push(scratch.name)
        const copy = new pg.Client({ connectionString: scratch.url })
        await copy.connect()
        const { rows } = await copy.query('select count(*)::int as n from notes')
        await copy.end()
        return (rows as { n: number }[])[0]?.n
      })
      expect(count).toBe(0)
      await expect(
        withScratch(url, async (scratch) => {
          names.push(scratch.name)
          throw new Error('no')
        }),
      ).rejects.toThrow('no')
      const admin = new pg.Client({ connectionString: server.url })
      await admin.connect()
      expect((await admin.query('select 1 from pg_database where datname = any ($1)', [names])).rows).toEqual(
        [],
      )
      await admin.end()
    }))

  it('says why it could not clone', () =>
    withDatabase(async (_client, url) => {
      await expect(withScratch(url, async () => {})).rejects.toMatchObject({
        code: 'NOT_DISPOSABLE',
        message: expect.stringContaining('others are connected'),
      })
    }))
})
