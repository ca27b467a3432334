import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { GuardTarget } from '../../src/guard/types.ts'

/** The column of the reference system. */
export const embedding: GuardTarget = {
  schema: 'public',
  table: 'workflow_insights',
  column: 'embedding',
  type: 'vector(1536)',
}

/** Makes an empty database beside the one of `url`. */
export async function createDatabase(
  url: string,
  prefix = 'guard',
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `${prefix}_${randomBytes(5).toString('hex')}`
  const admin = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  await admin(`create database ${name}`)
  const made = new URL(url)
  made.pathname = `/${name}`
  return { url: made.href, drop: () => admin(`drop database if exists ${name} with (force)`) }
}

/** Runs `work` with a session of its own. */
export async function withClient<T>(url: string, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * The table as the reference system has it: vectors beside ordinary columns, an HNSW index, row security on and
 * forced, and a policy. Every tenth row has no embedding.
 */
export async function createInsights(db: pg.Client, rows = 60, dimensions = 1536): Promise<void> {
  await db.query('create extension if not exists vector')
  await db.query(`create table workflow_insights (
    id uuid primary key default gen_random_uuid(), embedding vector(${dimensions}), tenant_id uuid not null,
    title text not null, created_at timestamptz not null default now())`)
  await db.query(`insert into workflow_insights (tenant_id, title, embedding)
    select ('00000000-0000-4000-8000-00000000000' || n % 2)::uuid, 'insight ' || n,
      case when n % 10 > 0 then (select array_agg(sin(n * 7.3 + i * 1.7)::real order by i)
        from generate_series(1, ${dimensions}) i)::vector(${dimensions}) end
    from generate_series(1, ${rows}) n`)
  await db.query(`create index workflow_insights_embedding_idx on workflow_insights
    using hnsw (embedding vector_cosine_ops) with (m = 8, ef_construction = 32) where embedding is not null`)
  await db.query('alter table workflow_insights enable row level security')
  await db.query('alter table workflow_insights force row level security')
  await db.query(`create policy tenant_isolation on workflow_insights for all
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))`)
}
