import type { Queryable } from '../types.ts'
import { many, openSession } from './session.ts'
import { displayTarget, tableOf } from './target.ts'
import type { GuardSource, GuardTarget } from './types.ts'

/** A statement that had to wait for a frozen table and was cancelled. */
export interface FrozenOut {
  readonly query: string
  readonly application: string
}

/** Guarded tables that nobody can change while it lasts. */
export interface Freeze {
  /** Ends it and answers what was cancelled meanwhile. */
  thaw(): Promise<readonly FrozenOut[]>
}

/**
 * Holds ACCESS SHARE on every guarded table: reading and writing go on, but no ALTER, DROP or TRUNCATE can get its
 * lock. A second session cancels whoever waits for it longer than `patience` ms, so that the child fails instead of
 * hanging, whatever driver it uses and whatever its lock_timeout is. It needs two sessions for as long as it lasts,
 * and so cannot work on PGlite.
 */
export async function freeze(
  source: GuardSource,
  targets: readonly GuardTarget[],
  patience: number = 1500,
): Promise<Freeze> {
  const holder = await openSession(source)
  const watcher = await openSession(source).catch(async (error: unknown) => {
    await holder.end().catch(() => {})
    throw error
  })
  const out: FrozenOut[] = []
  let pid = 0
  try {
    await holder.query('begin') // first: behind a pooler only a transaction keeps its server process
    const [row] = await many<{ pid: number }>(holder, 'select pg_catalog.pg_backend_pid() as pid')
    pid = row!.pid
    await holder.query('set local idle_in_transaction_session_timeout = 0')
    await holder.query("set local lock_timeout = '10s'")
    // It keeps its own too: where the child waits on the last one of a pool, nobody could cancel it.
    await watcher.query('begin')
    await watcher.query('set local idle_in_transaction_session_timeout = 0')
    for (const table of new Set(targets.map(tableOf)))
      await holder.query(`lock table ${table} in access share mode`)
  } catch (error) {
    await Promise.allSettled([holder.end(), watcher.end()])
    throw error
  }
  let stopped = false
  const loop = (async (): Promise<void> => {
    while (!stopped) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      if (!stopped) out.push(...(await cancelWaiting(watcher, pid, patience)))
    }
  })().catch(() => {}) // without a watcher the child waits for its own lock_timeout, and still changes nothing
  return {
    async thaw() {
      stopped = true
      await loop
      await Promise.allSettled([holder.query('rollback').then(() => holder.end()), watcher.end()])
      return out
    },
  }
}

async function cancelWaiting(db: Queryable, pid: number, patience: number): Promise<FrozenOut[]> {
  await db.query('select pg_catalog.pg_stat_clear_snapshot()') // or a transaction sees what it saw first
  return many<FrozenOut>(
    db,
    // Materialized: nobody may be cancelled before it is known that they wait for this session.
    `with waiting as materialized (
       select pid, query, application_name as application from pg_catalog.pg_stat_activity
        where pid <> pg_catalog.pg_backend_pid() and wait_event_type = 'Lock'
          and $1::int4 = any (pg_catalog.pg_blocking_pids(pid))
          and pg_catalog.clock_timestamp() - query_start > pg_catalog.make_interval(secs => $2::float8 / 1000))
     select query, application from waiting where pg_catalog.pg_cancel_backend(pid)`,
    [pid, patience],
  )
}

/** {@link FrozenOut} as it stands in a report. */
export function frozenColumns(targets: readonly GuardTarget[], out: FrozenOut): string {
  const named = targets.filter((target) => out.query.includes(target.table))
  return (named.length === 0 ? targets : named).map(displayTarget).join(', ')
}
