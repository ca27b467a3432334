import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import {
  fingerprint,
  restore,
  restoreFromFile,
  snapshotToFile,
  uninstall,
  verify,
} from '../../src/guard/index.ts'
import { guardCli } from './cli.ts'
import { lostBetween } from './matrix.ts'
import { createInsights, embedding, withClient } from './scenario.ts'
import type { TestDatabase } from './servers.ts'

/** One way to lose an embedding, its index or its isolation. */
export interface Way {
  readonly name: string
  readonly sql: readonly string[]
  /** Needs a superuser; nothing inside a database stops those for good. */
  readonly superuser?: boolean
  /** Run in another database of the server, `{database}` being the name of this one; the guard holds it. */
  readonly elsewhere?: boolean
  /** The versions of PostgreSQL that know the statement. Default: all. */
  readonly since?: number
}

const table = 'workflow_insights'
/** Every way that we know. The order is that of what they look like, not of harm. */
export const ways: readonly Way[] = [
  { name: 'DROP COLUMN', sql: [`alter table ${table} drop column embedding`] },
  { name: 'DROP COLUMN CASCADE', sql: [`alter table ${table} drop column embedding cascade`] },
  { name: 'DROP TABLE', sql: [`drop table ${table}`] },
  { name: 'DROP TABLE CASCADE', sql: [`drop table ${table} cascade`] },
  { name: 'DROP SCHEMA CASCADE', sql: ['drop schema public cascade', 'create schema public'] },
  { name: 'DROP EXTENSION CASCADE', sql: ['drop extension vector cascade'] },
  {
    name: 'DROP DATABASE WITH (FORCE)',
    sql: ['drop database {database} with (force)'],
    elsewhere: true,
  },
  { name: 'DROP OWNED BY CURRENT_USER', sql: ['drop owned by current_user cascade'] },
  { name: 'DROP TYPE vector CASCADE', sql: ['drop type vector cascade'] },
  {
    name: 'DROP OPERATOR CLASS CASCADE',
    sql: [
      'alter extension vector drop operator class vector_cosine_ops using hnsw',
      'drop operator class vector_cosine_ops using hnsw cascade',
    ],
    superuser: true,
  },
  { name: 'DROP INDEX', sql: [`drop index ${table}_embedding_idx`] },
  { name: 'DROP INDEX CONCURRENTLY', sql: [`drop index concurrently ${table}_embedding_idx`] },
  { name: 'rename the column', sql: [`alter table ${table} rename column embedding to old`] },
  { name: 'rename the table', sql: [`alter table ${table} rename to old`] },
  { name: 'rename the schema', sql: ['alter schema public rename to old'] },
  { name: 'SET SCHEMA', sql: ['create schema other', `alter table ${table} set schema other`] },
  {
    name: 'TYPE vector(3) USING NULL',
    sql: [`alter table ${table} alter embedding type vector(3) using null`],
  },
  {
    name: 'TYPE halfvec',
    sql: [`drop index ${table}_embedding_idx`, `alter table ${table} alter embedding type halfvec(1536)`],
  },
  {
    name: 'TYPE vector(1536) USING NULL',
    sql: [`alter table ${table} alter embedding type vector(1536) using null`],
  },
  {
    name: 'TYPE ... USING zeros',
    sql: [
      `alter table ${table} alter embedding type vector(1536) using array_fill(1::real, array[1536])::vector`,
    ],
  },
  {
    name: 'DROP COLUMN, ADD COLUMN of the same type',
    sql: [`alter table ${table} drop column embedding, add column embedding vector(1536)`],
  },
  {
    name: 'DROP TABLE, CREATE TABLE of the same name',
    sql: [`drop table ${table}`, `create table ${table} (id uuid primary key, embedding vector(1536))`],
  },
  { name: 'UPDATE of some values', sql: [`update ${table} set embedding = null where title like '%3'`] },
  {
    name: 'UPDATE that swaps values',
    sql: [
      `update ${table} t set embedding = (select o.embedding from ${table} o
      where o.title = 'insight 1') where t.title = 'insight 2'`,
    ],
  },
  { name: 'UPDATE SET NULL', sql: [`update ${table} set embedding = null`] },
  { name: 'DELETE every row', sql: [`delete from ${table}`] },
  { name: 'TRUNCATE', sql: [`truncate ${table}`] },
  { name: 'DISABLE ROW LEVEL SECURITY', sql: [`alter table ${table} disable row level security`] },
  { name: 'NO FORCE', sql: [`alter table ${table} no force row level security`] },
  { name: 'DROP POLICY', sql: [`drop policy tenant_isolation on ${table}`] },
  { name: 'ALTER POLICY TO another role', sql: [`alter policy tenant_isolation on ${table} to pg_monitor`] },
  { name: 'ALTER POLICY USING (true)', sql: [`alter policy tenant_isolation on ${table} using (true)`] },
  { name: 'DROP SCHEMA rls_kit_guard', sql: ['drop schema rls_kit_guard cascade'] },
  { name: 'DROP TABLE of the snapshot', sql: ['drop table rls_kit_guard.data_1'] },
  {
    name: 'session_replication_role',
    sql: ['set session_replication_role = replica', `alter table ${table} drop column embedding`],
    superuser: true,
  },
  {
    name: 'event_triggers = off',
    sql: ['set event_triggers = off', `alter table ${table} drop column embedding`],
    superuser: true,
    since: 17,
  },
  {
    name: 'disabling the event triggers',
    sql: [
      'alter event trigger rls_kit_guard_drop disable',
      'alter event trigger rls_kit_guard_change disable',
      `alter table ${table} drop column embedding`,
    ],
    superuser: true,
  },
  {
    name: 'triggers dropped, then the snapshot and the column',
    sql: [
      'drop event trigger rls_kit_guard_start',
      'drop event trigger rls_kit_guard_drop',
      'drop schema rls_kit_guard cascade',
      `alter table ${table} drop column embedding`,
    ],
    superuser: true,
  },
]

/** What a superuser can always do, to the snapshot too: then the file has it. */
export function always(way: Way): boolean {
  return (
    way.superuser === true && way.sql.some((statement) => statement.startsWith('drop schema rls_kit_guard'))
  )
}

/** How a way ended. */
export interface Outcome {
  readonly way: Way
  readonly result:
    | 'blocked'
    | 'detected and restored'
    | 'detected and restored from the file'
    | 'not applicable'
    | 'lost'
  readonly detail: string
}

/** Tries one way on a fresh database with a snapshot, and the event trigger or nothing but it. */
export async function tryWay(
  open: () => Promise<TestDatabase>,
  way: Way,
  layer: 'trigger' | 'none' = 'trigger',
): Promise<Outcome> {
  const database = await open()
  const folder = await mkdtemp(join(tmpdir(), 'guard-way-'))
  const file = join(folder, 'snapshot')
  try {
    return await withClient(database.url, async (db): Promise<Outcome> => {
      const version = Number((await db.query('show server_version_num')).rows[0].server_version_num)
      if (version < (way.since ?? 0) * 10_000)
        return { way, result: 'not applicable', detail: `needs ${way.since}` }
      await createInsights(db, 20)
      const before = await fingerprint(db, embedding)
      if (way.elsewhere && new URL(database.url).pathname === '/postgres')
        return { way, result: 'not applicable', detail: 'there is one database' }
      await snapshotToFile(db, { ...embedding, type: undefined }, file)
      const hold = way.elsewhere ? ['--hold-database'] : []
      const installed = await guardCli(database.url, 'install', '--layer', layer, ...hold)
      if (installed.code !== 0) throw new Error(installed.stderr)
      const stopped = await attempt(database.url, way)
      const look = () => fingerprint(db, embedding).catch(() => undefined)
      if (lostBetween(before, await look()).length === 0) {
        const clean = (await verify(db)).every((result) => result.findings.length === 0)
        if (stopped !== undefined && clean) return { way, result: 'blocked', detail: stopped }
      }
      const found = (await verify(db)).flatMap((result) => result.findings.map((finding) => finding.message))
      await restore(db, undefined, { replaceColumn: true, overwrite: true })
      const lost = lostBetween(before, await look())
      const restored = lost.length === 0 && found.length > 0
      if (!restored && (await guardCli(database.url, 'verify')).code !== 0) {
        await restoreFromFile(db, file)
        const left = lostBetween(before, await look())
        if (left.length === 0)
          return {
            way,
            result: 'detected and restored from the file',
            detail: `the snapshot is gone, and ${lost.join(', ')}`,
          }
      }
      return {
        way,
        result: restored ? 'detected and restored' : 'lost',
        detail: restored ? found.join('; ') : lost.join(', '),
      }
    })
  } finally {
    if (way.elsewhere) await withClient(database.url, (db) => uninstall(db)).catch(() => {})
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs the statements in a session of their own and answers the first error's message. */
async function attempt(url: string, { sql, elsewhere }: Way): Promise<string | undefined> {
  const at = new URL(url)
  const name = at.pathname.slice(1)
  if (elsewhere) at.pathname = '/postgres'
  const client = new pg.Client({ connectionString: at.href })
  await client.connect()
  try {
    for (const statement of sql) await client.query(statement.replace('{database}', name))
    return undefined
  } catch (error) {
    return (error as Error).message
  } finally {
    await client.query('reset session_replication_role').catch(() => {})
    await client.end()
  }
}
