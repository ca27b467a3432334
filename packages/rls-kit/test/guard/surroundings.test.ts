import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import {
  fingerprint,
  type GuardTarget,
  install,
  restore,
  restoreFromFile,
  snapshot,
  snapshotToFile,
  uninstall,
  verify,
} from '../../src/guard/index.ts'
import { type InventoryItem, takeInventory } from '../../src/guard/inventory.ts'
import { createInsights, withClient } from './scenario.ts'
import { openReal } from './servers.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const target: GuardTarget = { schema: 'public', table: 'workflow_insights', column: 'embedding' }

/** Everything about a relation that the inventory leaves out. */
const properties = `
  select c.relname, c.relkind, c.relpersistence, c.reloptions, c.relreplident, pg_get_userbyid(c.relowner) as owner,
    (select array_agg(x::text order by x::text) from unnest(c.relacl) x) as acl, obj_description(c.oid, 'pg_class') as comment,
    pg_get_partkeydef(c.oid) as partition_key, pg_get_expr(c.relpartbound, c.oid) as bound,
    (select json_agg(json_build_array(a.attname, a.attstorage, a.attcompression, a.attcollation::regcollation::text, a.attidentity,
       a.attgenerated, a.attacl::text, col_description(a.attrelid, a.attnum)) order by a.attname)
       from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select json_agg(t.tgenabled order by t.tgname) from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as triggers
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'app') and c.relkind in ('r', 'p', 'v', 'm', 'S') order by 1`

async function everything(db: pg.Client): Promise<{ items: InventoryItem[]; properties: unknown[] }> {
  const { rows } = await db.query(properties)
  return { items: await takeInventory(db), properties: rows }
}

describeWith('postgres', 'what stands around a guarded column', (server) => {
  const inDatabase = async (work: (db: pg.Client) => Promise<void>): Promise<void> => {
    const database = await openReal(server)
    try {
      await withClient(database.url, work)
    } finally {
      await database.drop()
    }
  }
  const calm = { refused: [], remaining: [] }

  /** A table with everything that a real one may have. */
  const createRich = async (db: pg.Client): Promise<void> => {
    await db.query(`
      create extension vector; create extension pgcrypto; create extension citext;
      create type mood as enum ('it''s', 'bad');
      create domain score as numeric(5, 2) default 1.5 check (value >= 0);
      create type place as (x int, note text);
      create function next_number() returns int language sql volatile as 'select 7';
      create function touch() returns trigger language plpgsql security definer set search_path = pg_catalog as
        $$ begin new.touched := now(); return new; end $$;
      revoke all on function touch() from public;
      create function is_mine(uuid) returns boolean language sql stable as 'select true';
      create sequence ticket start 40;
      create table workflow_insights (
        id bigint generated always as identity (start with 1000 increment by 5) primary key,
        serial_no serial, code text collate "C" not null unique, email citext, mood mood[] not null default '{bad}',
        score score, place place, number int default next_number(), ticket bigint default nextval('ticket'),
        doc json, docb jsonb, bytes bytea, amount numeric, ratio float8, span interval, fixed char(5), tags text[],
        twice int generated always as (char_length(code) * 2) stored, touched timestamptz,
        embedding vector(3) not null, second halfvec(2) not null, unique (code, serial_no) include (embedding))
        with (fillfactor = 70);
      comment on table workflow_insights is 'insights; it''s all here';
      comment on column workflow_insights.code is 'a code';
      alter table workflow_insights alter code set storage external, alter code set statistics 17;
      alter table workflow_insights add constraint apart check (vector_dims(embedding) = 3 and second is not null);
      create index by_code on workflow_insights (lower(code)) where code <> '';
      create unique index stands_for on workflow_insights (code);
      alter table workflow_insights replica identity using index stands_for;
      create index by_both on workflow_insights using hnsw (embedding vector_l2_ops) with (m = 5, ef_construction = 20);
      create index by_second on workflow_insights using hnsw (second halfvec_l2_ops);
      create index by_expression on workflow_insights using hnsw ((embedding::halfvec(3)) halfvec_cosine_ops) where serial_no > 1;
      create statistics apart_stats (dependencies) on serial_no, code from workflow_insights;
      create trigger touched before update on workflow_insights for each row execute function touch();
      create trigger only_embedding before update of embedding on workflow_insights for each row
        when (old.embedding is distinct from new.embedding) execute function touch();
      alter table workflow_insights disable trigger touched;
      alter table workflow_insights enable row level security; alter table workflow_insights force row level security;
      create policy mine on workflow_insights using (is_mine(gen_random_uuid()));
      create policy embedded on workflow_insights as restrictive for select using (embedding is not null);
      create table notes (id int primary key, insight bigint references workflow_insights);
      create view plain as select id, code from workflow_insights;
      create view near with (security_invoker = true) as select id, embedding from workflow_insights;
      create view over_near as select id from near;
      create materialized view kept as select id, embedding from near;
      create unique index kept_id on kept (id);
      comment on view near is 'close'; grant select on near, kept to pg_monitor;
      grant select on workflow_insights to pg_monitor; grant update (code, embedding) on workflow_insights to pg_monitor;
      grant usage on sequence workflow_insights_serial_no_seq to pg_monitor`)
    await db.query(`insert into workflow_insights (code, email, mood, score, place, doc, docb, bytes, amount, ratio, span, fixed, tags, embedding, second)
      select 'c' || n, 'A@b.c', array['it''s', 'bad']::mood[], 3.25, row(n, 'a,"b')::place, '{"b": 1,  "a": 2, "a": 3}', '{"b": [1]}', '\\x00ff',
        case n when 1 then 'NaN'::numeric else 1e40 end, 'Infinity', '1 mon -2 days', 'ab', array[null, '', 'x,y'],
        array[n, 0, 1]::vector, array[n, 1]::halfvec from generate_series(1, 30) n`)
    await db.query('refresh materialized view kept')
    await db.query('insert into notes select 1, min(id) from workflow_insights')
  }
  const content = async (db: pg.Client) =>
    (await db.query('select w::text from workflow_insights w order by id')).rows

  it.each([
    ['the column', 'alter table workflow_insights drop column embedding cascade'],
    ['the table', 'drop table workflow_insights cascade'],
    ['the schema', 'drop schema public cascade; create schema public'],
    ['the extension', 'drop extension vector cascade'],
  ])('comes back whole after %s was dropped with CASCADE', async (what, statement) => {
    await inDatabase(async (db) => {
      await createRich(db)
      const [before, rows] = [await everything(db), await content(db)]
      await snapshot(db, target, { batchRows: 7 })
      await snapshot(db, { ...target, column: 'second' })
      await db.query(statement)
      const results = await restore(db, undefined, { batchRows: 7 })
      // A schema takes other tables along, and what they refer to; of those the guard knows nothing.
      const gone = what === 'the schema' ? /notes/ : /(?!)/
      const foreign = (item: InventoryItem): boolean => !gone.test(item.name) && !gone.test(item.detail)
      expect(
        results.flatMap((r) => [...r.refused, ...r.remaining]).filter((text) => !gone.test(String(text))),
      ).toEqual([])
      const after = await everything(db)
      expect(after.items).toEqual(before.items.filter(foreign))
      const named = (list: unknown[]) =>
        list.filter((row) => !gone.test((row as { relname: string }).relname))
      expect(named(after.properties)).toEqual(named(before.properties))
      if (what === 'the column' || what === 'the extension') return // its place in a row is another
      expect(await content(db)).toEqual(rows)
      const next = await db.query(
        "insert into workflow_insights (code, embedding, second) values ('n', '[1,2,3]', '[1,2]') returning id, serial_no, ticket",
      )
      expect(next.rows[0], 'no id is given twice').toEqual({ id: '1150', serial_no: 31, ticket: '70' })
      expect(
        (await restore(db)).flatMap((r) => r.restored),
        'again',
      ).toEqual([])
    })
  })

  it('comes back whole from a file in an empty database', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guard-rich-'))
    const files = [join(folder, 'embedding'), join(folder, 'second')]
    try {
      const rows = await new Promise<unknown[]>((resolve, reject) => {
        inDatabase(async (db) => {
          await createRich(db)
          await snapshotToFile(db, target, files[0]!)
          await snapshotToFile(db, { ...target, column: 'second' }, files[1]!)
          resolve(await content(db))
        }).catch(reject)
      })
      await inDatabase(async (db) => {
        await restoreFromFile(db, files[0]!)
        expect(await restoreFromFile(db, files[1]!)).toMatchObject({ remaining: [] })
        expect(await content(db)).toEqual(rows)
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('restores what it can where a role is gone, and says what it could not', async () => {
    await inDatabase(async (db) => {
      await createInsights(db, 20, 8)
      const role = `guard_gone_${Date.now()}`
      await db.query(`create role ${role}; grant select (embedding) on workflow_insights to ${role}`)
      const before = await fingerprint(db, target)
      await snapshot(db, target)
      await db.query('alter table workflow_insights drop column embedding')
      await db.query(`drop role ${role}`)
      const [result] = await restore(db)
      expect(result!.refused).toEqual([expect.stringContaining(`role "${role}" does not exist`)])
      expect(result!.remaining.map((finding) => finding.kind)).toEqual(['grants-changed'])
      expect(await fingerprint(db, target)).toEqual(before)
    })
  })

  it('follows an extension that is moved, or made again in another schema, and a key that is renamed or retyped', async () => {
    await inDatabase(async (db) => {
      await createInsights(db, 20, 8)
      await db.query("alter table workflow_insights alter embedding set default '[1,2,3,4,5,6,7,8]'")
      await snapshot(db, target)
      const before = await fingerprint(db, target)
      const same = async () =>
        expect(await fingerprint(db, target)).toMatchObject({ checksum: before.checksum, values: 18 })
      await db.query('create schema extensions; alter extension vector set schema extensions')
      expect((await verify(db))[0]?.findings, 'moved').toEqual([])
      await db.query('update workflow_insights set embedding = null')
      expect((await restore(db))[0]).toMatchObject(calm)
      await same()
      await db.query('drop extension vector cascade; create extension vector schema extensions')
      expect((await restore(db))[0], 'made again elsewhere').toMatchObject(calm)
      await same()
      await db.query('alter table workflow_insights rename column id to uid')
      expect((await verify(db))[0]?.findings, 'key renamed').toEqual([])
      await db.query('update workflow_insights set embedding = null')
      expect((await restore(db))[0]).toMatchObject(calm)
      await same()
      await db.query('alter table workflow_insights alter uid drop default, alter uid type text')
      await db.query('update workflow_insights set embedding = null')
      expect((await restore(db))[0], 'key retyped').toMatchObject(calm)
      await same()
      await db.query('alter table workflow_insights drop column uid')
      expect((await verify(db))[0]?.findings).toMatchObject([
        { kind: 'key-missing', loss: false },
        { kind: 'key-missing', loss: true },
      ])
      await expect(restore(db)).resolves.toMatchObject([{ remaining: [{}, {}] }])
    })
  })

  it('knows a renamed policy, and a snapshot whose values somebody dropped', async () => {
    await inDatabase(async (db) => {
      await createInsights(db, 20, 8)
      await snapshot(db, target)
      await db.query('alter policy tenant_isolation on workflow_insights rename to isolation')
      expect((await verify(db))[0]?.findings).toEqual([])
      await db.query(
        'drop table rls_kit_guard.data_1; alter table workflow_insights disable row level security',
      )
      const [result] = await restore(db)
      expect(result!.restored).toEqual([
        { what: 'row security', object: 'public.workflow_insights.embedding' },
      ])
      expect(result!.remaining).toMatchObject([{ kind: 'snapshot-missing' }])
      await snapshot(db, target, { accept: true })
      expect((await verify(db))[0]?.findings, 'taken again').toEqual([])
    })
  })

  it('keeps the column of a table that others inherit from, each with its own rows', async () => {
    await inDatabase(async (db) => {
      await db.query(`create extension vector;
        create table base (id int primary key, embedding vector(2));
        create table heir (note text, primary key (id)) inherits (base);
        insert into base select n, array[n, 1]::vector from generate_series(1, 10) n;
        insert into heir select n, array[n, 2]::vector, 'h' from generate_series(1, 10) n;
        create index heir_idx on heir using hnsw (embedding vector_l2_ops)`)
      const both = ['base', 'heir'].map((table) => ({ ...target, table }))
      const look = () => Promise.all(both.map((one) => fingerprint(db, one)))
      const before = await look()
      for (const one of both) await snapshot(db, one)
      await db.query('alter table base drop column embedding')
      expect(await restore(db)).toMatchObject([calm, calm])
      expect(await look()).toEqual(before)
      await install(db, { layer: 'pin' })
      await expect(db.query('alter table base drop column embedding cascade')).rejects.toThrow(/inherited/)
      await uninstall(db)
      await db.query('drop table base cascade')
      expect(await restore(db)).toMatchObject([calm, calm])
      expect(await look()).toEqual(before)
      expect((await db.query('select count(*)::int as n from base')).rows[0].n, 'still an heir').toBe(20)
    })
  })
})
