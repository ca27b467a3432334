import { randomBytes } from 'node:crypto'
import { sqlState } from '../errors.ts'
import { checkCopy } from '../prove/scratch.ts'
import { quoteIdent } from '../sql.ts'
import type { Queryable } from '../types.ts'
import { readColumn } from './catalog.ts'
import { copyIn, copyOut } from './copy.ts'
import { createPolicy } from './restore-sql.ts'
import { inTransaction, many, withSession } from './session.ts'
import { readWholeShape, type TableShape } from './shape.ts'
import { createTable, finishTable } from './shape-sql.ts'
import { tableOf } from './target.ts'
import type { ColumnState, GuardSession, GuardTarget, ViewState } from './types.ts'
import { createView } from './views.ts'

/** A database that was made again beside the original, table by table. */
export interface Clone {
  readonly name: string
  readonly url: string
  /** What it has not. */
  readonly notCopied: readonly string[]
}

const sampleRows = 1000

/**
 * Makes a database again from the catalog of another, while others work on it: schemas, extensions, tables with all
 * that belongs to them, and the first rows of each. CREATE DATABASE ... TEMPLATE is truer, and needs the database to
 * itself. The clone is dropped after `work`, whatever happens.
 */
export async function withClone<T>(url: string, work: (clone: Clone) => Promise<T>): Promise<T> {
  const name = `rls_kit_scratch_${randomBytes(5).toString('hex')}`
  const there = Object.assign(new URL(url), { pathname: `/${name}` }).href
  await withSession(url, (db) => db.query(`create database ${quoteIdent(name)} template template0`))
  try {
    const notCopied = await withSession(url, (from) =>
      withSession(there, async (to) => {
        await checkCopy(to, name)
        return copyDatabase(from, to)
      }),
    )
    return await work({ name, url: there, notCopied })
  } finally {
    await withSession(url, (db) => db.query(`drop database if exists ${quoteIdent(name)} with (force)`))
  }
}

async function copyDatabase(from: GuardSession, to: GuardSession): Promise<string[]> {
  const missing: string[] = [
    'functions and types to which no table refers',
    `rows beyond the first ${sampleRows} of each table`,
  ]
  /** Runs statements together; what is there already is no failure, and anything else is written down. */
  const attempt = async (what: string, statements: readonly string[]): Promise<boolean> => {
    try {
      await inTransaction(to, async () => {
        for (const statement of statements) await to.query(statement)
      })
      return true
    } catch (error) {
      const there = ['42P07', '42710', '42723', '42P06'].includes(sqlState(error) ?? '')
      if (!there) missing.push(`${what}: ${(error as Error).message}`)
      return there
    }
  }
  for (const { name, sql } of await many<{ name: string; sql: string[] }>(from, frameQuery)) {
    await attempt(name, sql)
  }
  const tables = await inTransaction(from, () => many<GuardTarget>(from, tablesQuery))
  const read: { state: ColumnState; shape: TableShape }[] = []
  for (const target of tables) {
    read.push(
      await inTransaction(from, async () => ({
        state: await readColumn(from, target),
        shape: await readWholeShape(from, target),
      })),
    )
  }
  for (const { shape } of read) for (const need of shape.needs) await attempt(need.name, need.sql)
  const made = new Set<ColumnState>()
  for (const { state, shape } of read) {
    const name = `table ${state.target.schema}.${state.target.table}`
    if (!(await attempt(name, createTable(state.target, shape, state.partitions)))) continue
    made.add(state)
    await copySample(from, to, state, shape).catch((error: unknown) => {
      missing.push(`rows of ${name}: ${(error as Error).message}`)
    })
  }
  const views = new Map<string, ViewState>()
  for (const { state, shape } of read.filter(({ state }) => made.has(state))) {
    const table = tableOf(state.target)
    for (const statement of finishTable(state.target, shape)) {
      // Of a sample the row that a foreign key points at may be missing.
      const loose = /add constraint .* FOREIGN KEY/.test(statement) ? `${statement} not valid` : undefined
      if (loose === undefined || !(await quietly(to, statement))) await attempt(table, [loose ?? statement])
    }
    for (const policy of state.policies) await attempt(`policy ${policy.name}`, createPolicy(table, policy))
    if (state.table!.rowSecurity) await attempt(table, [`alter table ${table} enable row level security`])
    if (state.table!.forced) await attempt(table, [`alter table ${table} force row level security`])
    for (const view of shape.views) views.set(`${view.schema}.${view.name}`, view)
  }
  for (const [name, view] of views) await attempt(`view ${name}`, createView(view))
  return missing
}

async function quietly(db: Queryable, statement: string): Promise<boolean> {
  return inTransaction(db, () => db.query(statement)).then(
    () => true,
    () => false,
  )
}

async function copySample(
  from: GuardSession,
  to: GuardSession,
  state: ColumnState,
  shape: TableShape,
): Promise<void> {
  const columns = shape.columns
    .filter((column) => column.generated === '')
    .map((column) => quoteIdent(column.name))
  if (columns.length === 0) return
  const table = tableOf(state.target)
  const rows = state.table!.kind === 'p' ? table : `only ${table}`
  const chunks: Buffer[] = []
  const list = columns.join(', ')
  // A sample is small: it is read whole, so that the two sessions need not keep step.
  await copyOut(
    from,
    `copy (select ${list} from ${rows} limit ${sampleRows}) to stdout (format binary)`,
    async (chunk) => {
      chunks.push(Buffer.from(chunk))
    },
  )
  async function* read(): AsyncGenerator<Uint8Array> {
    yield* chunks
  }
  await copyIn(to, `copy ${table} (${list}) from stdin (format binary)`, read())
}

/** Schemas with their owner and grants, then extensions. */
const frameQuery = `
select name, sql from (
  select 1 as part, 'schema ' || n.nspname as name, array[
      pg_catalog.format('create schema if not exists %I', n.nspname),
      pg_catalog.format('alter schema %I owner to %I', n.nspname, pg_catalog.pg_get_userbyid(n.nspowner))]
      || coalesce((select pg_catalog.array_agg(pg_catalog.format('grant %s on schema %I to %s', x.privilege_type, n.nspname,
           case when x.grantee = 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) end))
         from pg_catalog.aclexplode(n.nspacl) x), '{}') as sql
    from pg_catalog.pg_namespace n
   where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'rls_kit_guard')
  union all
  select 2, 'extension ' || e.extname, array[
      pg_catalog.format('create extension if not exists %I with schema %I', e.extname, n.nspname)]
    from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'
) frame order by part, name`

/** Tables of the database's own, parents before those that inherit from them. */
const tablesQuery = `
with recursive own as (
  select c.oid, n.nspname, c.relname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't' and n.nspname !~ '^pg_'
     and n.nspname not in ('information_schema', 'rls_kit_guard')
     and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
       and d.objid = c.oid and d.deptype = 'e')
), level (oid, depth) as (
  select oid, 0 from own
  union select i.inhrelid, level.depth + 1 from level join pg_catalog.pg_inherits i on i.inhparent = level.oid
)
select nspname as schema, relname as table, '' as column from own
 order by (select pg_catalog.max(depth) from level where level.oid = own.oid), 1, 2`
