import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { RlsKitError } from '../errors.ts'
import type { Queryable } from '../types.ts'
import { ensureSchema, guardSchema } from './schema.ts'
import { explain, one, withSession } from './session.ts'
import type { GuardSource } from './types.ts'

const seconds = 60

/**
 * Runs `work` while nobody else guards this database. A row with a heartbeat, not a session's lock: it holds
 * across sessions, behind a pooler in transaction mode too, and no session has to stay open while a child runs.
 * A holder on this host whose process is gone is replaced at once, any other when its lease has run out.
 *
 * @throws RlsKitError `BUSY` where another holder is alive.
 */
export async function withLease<T>(source: GuardSource, work: () => Promise<T>): Promise<T> {
  const holder = randomUUID()
  await withSession(source, async (db) => {
    await ensureSchema(db)
    await acquire(db, holder).catch((error: unknown) => {
      throw explain(error, 'The guard could not begin')
    })
  })
  const beat = setInterval(
    () => {
      withSession(source, (db) => extend(db, holder)).catch(() => {}) // the next beat, or the end of the lease, decides
    },
    (seconds / 3) * 1000,
  )
  beat.unref()
  try {
    return await work()
  } finally {
    clearInterval(beat)
    await withSession(source, (db) =>
      db.query(`delete from ${guardSchema}.lease where holder = $1`, [holder]),
    ).catch(() => {})
  }
}

async function acquire(db: Queryable, holder: string): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt++) {
    const taken = await one(
      db,
      `insert into ${guardSchema}.lease as l (name, holder, host, pid, expires_at)
       values ('guard', $1, $2, $3, pg_catalog.clock_timestamp() + pg_catalog.make_interval(secs => $4))
       on conflict (name) do update set holder = excluded.holder, host = excluded.host, pid = excluded.pid,
         expires_at = excluded.expires_at where l.expires_at < pg_catalog.clock_timestamp()
       returning holder`,
      [holder, hostname(), process.pid, seconds],
    )
    if (taken !== undefined) return
    const other = await one<{ holder: string; host: string; pid: number; age: string }>(
      db,
      `select holder, host, pid, expires_at::text as age from ${guardSchema}.lease where name = 'guard'`,
    )
    if (other !== undefined && (other.host !== hostname() || alive(other.pid))) {
      throw new RlsKitError(
        'BUSY',
        `Another guard works on this database: process ${other.pid} on ${other.host}.`,
        {
          advice: `Wait until it is done; if it is gone, its lease ends at ${other.age}.`,
        },
      )
    }
    if (other !== undefined) {
      await db.query(`delete from ${guardSchema}.lease where holder = $1`, [other.holder])
    }
  }
}

async function extend(db: Queryable, holder: string): Promise<void> {
  await db.query(
    `update ${guardSchema}.lease set expires_at = pg_catalog.clock_timestamp() + pg_catalog.make_interval(secs => $2)
      where holder = $1`,
    [holder, seconds],
  )
}

/** Signal 0 asks whether a process is there; EPERM says that it is, and somebody else's. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}
