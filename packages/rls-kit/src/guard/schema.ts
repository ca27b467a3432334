import { RlsKitError, sqlState } from '../errors.ts'
import type { Queryable } from '../types.ts'
import { explain, inTransaction, one } from './session.ts'

/** The schema that holds the guard's own tables. Push tools that look at `public` alone never see it. */
export const guardSchema = 'rls_kit_guard'

/** How many details of blocked statements are kept between two readings. */
export const blockSlots = 16

/** Statements that create the guard's schema; each is idempotent. */
const statements: readonly string[] = [
  `create table if not exists ${guardSchema}.meta (
     one boolean primary key default true check (one), version int not null, database_oid oid not null,
     layer text not null default 'none')`,
  `insert into ${guardSchema}.meta (version, database_oid)
     select 1, oid from pg_catalog.pg_database where datname = pg_catalog.current_database()
     on conflict do nothing`,
  `create table if not exists ${guardSchema}.guarded (
     id int generated always as identity primary key,
     schema_name text not null, table_name text not null, column_name text not null,
     state text not null default 'new' check (state in ('new', 'armed', 'restoring')),
     definition jsonb, codec jsonb,
     relid oid, attnum int2, type_oid oid, type_mod int4, filenode oid, row_security boolean, forced boolean,
     sample_query text, row_count int8, value_count int8, checksum text, snapshot_at timestamptz, file text,
     unique (schema_name, table_name, column_name))`,
  `create table if not exists ${guardSchema}.watch (
     classid oid, objid oid, objsubid int4, guarded_id int not null references ${guardSchema}.guarded on delete cascade,
     kind int2 not null, identity text not null, state text,
     primary key (classid, objid, objsubid, guarded_id))`,
  `create table if not exists ${guardSchema}.allowed (
     id int generated always as identity primary key,
     guarded_id int not null references ${guardSchema}.guarded on delete cascade,
     role_name text not null, reason text not null, created_by text not null default session_user,
     created_at timestamptz not null default pg_catalog.clock_timestamp(), expires_at timestamptz not null)`,
  `create table if not exists ${guardSchema}.journal (
     id int8 generated always as identity primary key,
     at timestamptz not null default pg_catalog.clock_timestamp(), actor text not null default session_user,
     action text not null, object text not null, detail text)`,
  `create table if not exists ${guardSchema}.lease (
     name text primary key, holder text not null, host text not null, pid int4 not null, expires_at timestamptz not null)`,
  `create sequence if not exists ${guardSchema}.blocked`,
  ...Array.from(
    { length: blockSlots },
    (_, slot) => `create sequence if not exists ${guardSchema}.blocked_${slot} minvalue 0 start 0`,
  ),
]

/** Creates what is missing of the guard's schema, and takes every grant on it away from everyone but its owner. */
export async function ensureSchema(db: Queryable): Promise<void> {
  try {
    await createSchema(db)
  } catch (error) {
    if (sqlState(error) !== '42501') throw explain(error, `The schema ${guardSchema} could not be made`)
    throw new RlsKitError(
      'PRIVILEGE_MISSING',
      `The guard has no schema of its own: ${(error as Error).message}.`,
      {
        cause: error,
        advice: `Grant CREATE on the database to the role, or create schema ${guardSchema} with it as the owner.`,
      },
    )
  }
}

async function createSchema(db: Queryable): Promise<void> {
  await inTransaction(db, async () => {
    // Two deployers at once: CREATE ... IF NOT EXISTS alone can still fail on a unique catalog index.
    await db.query(`select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('${guardSchema}'))`)
    const there = await one<{ version: number | null }>(
      db,
      `select case when pg_catalog.to_regclass('${guardSchema}.meta') is null then null else 1 end as version`,
    )
    if (there?.version === null) {
      // Asked first: IF NOT EXISTS needs CREATE on the database even where the schema is there.
      const made = await one(db, `select from pg_catalog.pg_namespace where nspname = '${guardSchema}'`)
      if (made === undefined) await db.query(`create schema ${guardSchema}`)
      for (const statement of statements) await db.query(statement)
    }
    await revokeAll(db)
  })
}

/** Default privileges may have granted the new tables to others; the copy of the data must leak to nobody. */
export async function revokeAll(db: Queryable): Promise<void> {
  await db.query(`do $body$
    declare item record;
    begin
      for item in
        select 'schema' as kind, pg_catalog.quote_ident(n.nspname) as name, x.grantee
          from pg_catalog.pg_namespace n, lateral pg_catalog.aclexplode(n.nspacl) x
         where n.nspname = '${guardSchema}' and x.grantee <> n.nspowner
        union
        select case c.relkind when 'S' then 'sequence' else 'table' end, c.oid::pg_catalog.regclass::text, x.grantee
          from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace,
               lateral pg_catalog.aclexplode(c.relacl) x
         where n.nspname = '${guardSchema}' and c.relkind in ('r', 'S', 'v') and x.grantee <> c.relowner
      loop
        execute pg_catalog.format('revoke all on %s %s from %s', item.kind, item.name,
          case when item.grantee = 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(item.grantee)) end);
      end loop;
    end $body$`)
}

/** Whether the guard's schema is there at all. */
export async function hasSchema(db: Queryable): Promise<boolean> {
  const row = await one<{ there: boolean }>(
    db,
    `select pg_catalog.to_regclass('${guardSchema}.guarded') is not null as there`,
  )
  return row?.there === true
}
