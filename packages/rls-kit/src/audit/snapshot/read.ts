import { requireVersion } from '../../plan/plan.ts'
import type { Queryable } from '../../types.ts'
import { snapshotQueries } from './queries.ts'
import type { Snapshot } from './types.ts'

/**
 * Reads the catalog inside the transaction that the caller holds. Expressions are deparsed under
 * `search_path = pg_catalog`, so that every name in them carries its schema, whoever reads.
 *
 * @throws {@link RlsKitError} `SERVER_TOO_OLD` below PostgreSQL 14.
 */
export async function readSnapshot(session: Queryable): Promise<Snapshot> {
  const { rows } = await session.query(
    `select current_setting('server_version_num')::int as version, current_database() as database,
       current_user as "user", (select datdba::bigint::text from pg_catalog.pg_database where datname = current_database()) as owner,
       current_setting('search_path') as path, set_config('search_path', 'pg_catalog', true)`,
  )
  const server = rows[0] as { version: number; database: string; user: string; owner: string; path: string }
  requireVersion(server.version)
  const found: Record<string, unknown> = {}
  for (const [name, query] of Object.entries(snapshotQueries(server.version))) {
    const result = await session.query(
      `select coalesce(jsonb_agg(to_jsonb(q)), '[]') as rows from (${query}) q`,
    )
    const value: unknown = result.rows[0]?.rows
    found[name] = typeof value === 'string' ? JSON.parse(value) : value
  }
  await session.query("select set_config('search_path', $1, true)", [server.path])
  const { version, database, user } = server
  return { version, database, user, databaseOwner: Number(server.owner), ...found } as unknown as Snapshot
}
