import pg from 'pg'
import { fingerprint, restore, verify } from '../../src/guard/index.ts'
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
  { name: 'UPDATE SET NULL', sql: [`update ${table} set embedding = null`] },
  { name: 'DELETE every row', sql: [`delete from ${table}`] },
  { name: 'TRUNCATE', sql: [`truncate ${table}`] },
  { name: 'DISABLE ROW LEVEL SECURITY', sql: [`alter table ${table} disable row level security`] },
  { name: 'NO FORCE', sql: [`alter table ${table} no force row level security`] },
  { name: 'DROP POLICY', sql: [`drop policy tenant_isolation on ${table}`] },
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

/** How a way ended under the trigger. */
export interface Outcome {
  readonly way: Way
  readonly result: 'blocked' | 'detected and restored' | 'not applicable' | 'lost'
  readonly detail: string
}

/** Tries one way on a fresh database with snapshot and trigger. */
export async function tryWay(open: () => Promise<TestDatabase>, way: Way): Promise<Outcome> {
  const database = await open()
  try {
    return await withClient(database.url, async (db): Promise<Outcome> => {
      const version = Number((await db.query('show server_version_num')).rows[0].server_version_num)
      if (version < (way.since ?? 0) * 10_000)
        return { way, result: 'not applicable', detail: `needs ${way.since}` }
      await createInsights(db, 20)
      const before = await fingerprint(db, embedding)
      const installed = await guardCli(database.url, 'install', '--layer', 'trigger')
      if (installed.code !== 0) throw new Error(installed.stderr)
      const stopped = await attempt(database.url, way.sql)
      const look = () => fingerprint(db, embedding).catch(() => undefined)
      if (lostBetween(before, await look()).length === 0) {
        const clean = (await verify(db)).every((result) => result.findings.length === 0)
        if (stopped !== undefined && clean) return { way, result: 'blocked', detail: stopped }
      }
      const found = (await verify(db)).flatMap((result) => result.findings.map((finding) => finding.message))
      await restore(db, undefined, { replaceColumn: true, overwrite: true })
      const lost = lostBetween(before, await look())
      const restored = lost.length === 0 && found.length > 0
      return {
        way,
        result: restored ? 'detected and restored' : 'lost',
        detail: restored ? found.join('; ') : lost.join(', '),
      }
    })
  } finally {
    await database.drop()
  }
}

/** Runs the statements in a session of their own and answers the first error's message. */
async function attempt(url: string, statements: readonly string[]): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
    return undefined
  } catch (error) {
    return (error as Error).message
  } finally {
    await client.query('reset session_replication_role').catch(() => {})
    await client.end()
  }
}
