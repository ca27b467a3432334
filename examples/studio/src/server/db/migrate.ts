import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'

/** One number of ours for the advisory lock that lets one deployer at a time through. */
const migrationLock = 6_902_114_317

/**
 * Runs the migrations that have not run yet, in the order of their names, in one transaction. One that was changed
 * after it ran is refused.
 */
export async function migrate(client: pg.ClientBase, folder: string): Promise<string[]> {
  const ran: string[] = []
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
    await client.query(
      'create table if not exists studio_migrations (name text primary key, checksum text not null, ran_at timestamptz not null default now())',
    )
    const known = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from studio_migrations',
    )
    const checksums = new Map(known.rows.map((row) => [row.name, row.checksum]))
    for (const name of readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .sort()) {
      const sql = readFileSync(join(folder, name), 'utf8')
      const checksum = createHash('sha256').update(sql).digest('hex')
      const before = checksums.get(name)
      if (before === checksum) continue
      if (before !== undefined) {
        throw new Error(`migration ${name} was changed after it had run; write a new one instead`)
      }
      await client.query(sql)
      await client.query('insert into studio_migrations (name, checksum) values ($1, $2)', [name, checksum])
      ran.push(name)
    }
    await client.query('commit')
    return ran
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
