import { one, openSession } from './session.ts'
import type { GuardProgress, GuardSource } from './types.ts'

/**
 * Reports how far an index build is, from `pg_stat_progress_create_index`, while `work` runs in the session `pid`.
 * It needs a second session; where there is none to be had the build goes on without a word.
 */
export async function withIndexProgress<T>(
  source: GuardSource | undefined,
  pid: number,
  name: string,
  report: GuardProgress | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (source === undefined || report === undefined) return work()
  const watcher = await openSession(source).catch(() => undefined)
  if (watcher === undefined) return work()
  let asking = false
  const timer = setInterval(() => {
    if (asking) return
    asking = true
    one<{ done: string; total: string }>(
      watcher,
      // Blocks while the table is read; tuples in the phases that count those instead.
      `select greatest(blocks_done, tuples_done)::text as done, greatest(blocks_total, tuples_total)::text as total
         from pg_catalog.pg_stat_progress_create_index where pid = $1::int4`,
      [pid],
    )
      .then((row) => {
        if (row !== undefined && Number(row.total) > 0) {
          report({ phase: 'index', object: name, done: Number(row.done), total: Number(row.total) })
        }
      })
      .catch(() => {})
      .finally(() => {
        asking = false
      })
  }, 200)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    await watcher.end().catch(() => {})
  }
}
