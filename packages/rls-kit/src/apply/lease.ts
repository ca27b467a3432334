import { randomUUID } from 'node:crypto'
import { RlsKitError } from '../errors.ts'
import { isPool } from '../session.ts'
import type { Database, Queryable } from '../types.ts'

const leaseName = 'apply'
const beat = 5_000
const withHeartbeat = 30
/** Without a second connection nobody can renew it, so it must outlast the longest index build. */
const withoutHeartbeat = 3_600

/** Whether lease `l` is held: its time is not over, and the server process that took it still runs. */
export const leaseHeld: string = `l.expires_at >= clock_timestamp() and exists (
  select from pg_catalog.pg_stat_activity a where a.pid = l.pid and coalesce(a.backend_start, l.started_at) = l.started_at)`

/**
 * Holds a row for as long as `work` runs: CREATE INDEX CONCURRENTLY runs outside transactions, and an advisory
 * lock of the session would get lost behind a pooler. A heartbeat on a second connection renews it, where
 * `database` is a pool. A holder that died is followed as soon as its server process is gone; behind a pooler, which
 * keeps that process, once the lease has run out.
 *
 * @throws {@link RlsKitError} `BUSY` where somebody else holds it.
 */
export async function withLease<T>(
  database: Database,
  session: Queryable,
  work: () => Promise<T>,
): Promise<T> {
  const holder = randomUUID()
  const seconds = isPool(database) ? withHeartbeat : withoutHeartbeat
  const taken = await session.query(
    `insert into rls_kit.lease as l (name, holder, pid, started_at, expires_at)
     select $1, $2, pg_backend_pid(), a.backend_start, clock_timestamp() + make_interval(secs => $3)
       from pg_catalog.pg_stat_activity a where a.pid = pg_backend_pid()
     on conflict (name) do update set holder = excluded.holder, pid = excluded.pid, started_at = excluded.started_at,
       expires_at = excluded.expires_at
       where not (${leaseHeld}) returning holder`,
    [leaseName, holder, seconds],
  )
  if (taken.rows.length === 0) throw busy()
  const timer = isPool(database)
    ? setInterval(() => {
        database
          .query(
            'update rls_kit.lease set expires_at = clock_timestamp() + make_interval(secs => $3) where name = $1 and holder = $2',
            [leaseName, holder, seconds],
          )
          .catch(() => {}) // the next beat tries again; the lease outlives several
      }, beat)
    : undefined
  timer?.unref()
  try {
    return await work()
  } finally {
    clearInterval(timer)
    await session
      .query('delete from rls_kit.lease where name = $1 and holder = $2', [leaseName, holder])
      .catch(() => {}) // it expires by itself
  }
}

export function busy(cause?: unknown): RlsKitError {
  return new RlsKitError('BUSY', 'Another deployer is applying to this database.', {
    ...(cause === undefined ? {} : { cause }),
    advice: 'Wait until it is done and run this again; nothing was changed.',
  })
}
