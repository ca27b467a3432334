import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type pg from 'pg'

/**
 * Holds this process and the server's side of some sessions to one core. A client and its session take turns, and the
 * system puts the two on one core or on two as it likes, for a session's whole life; on two, waking the other one costs
 * as much as a third of a short statement, and whoever is lucky looks that much quicker. Answers false where there is no
 * taskset (Linux alone has it): the ratios are then at the mercy of that.
 */
export async function holdToOneCore(...sessions: readonly Pick<pg.Client, 'query'>[]): Promise<boolean> {
  const core = lastCore()
  if (core === undefined) return false
  const pids = [process.pid]
  for (const session of sessions) {
    const { rows } = await session.query('select pg_backend_pid() as pid')
    pids.push(rows[0].pid)
  }
  // Without --all-tasks: V8's own threads stay free.
  return pids.every((pid) => spawnSync('taskset', ['--cpu-list', '--pid', core, String(pid)]).status === 0)
}

/** The last core that this process may use: the first one has the most interrupts. */
function lastCore(): string | undefined {
  try {
    return /^Cpus_allowed_list:.*?(\d+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  } catch {
    return undefined
  }
}
