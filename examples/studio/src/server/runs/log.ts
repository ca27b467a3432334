import type { RunEvent } from '../../api/contract.ts'
import { rowsAs } from '../db/index.ts'
import type { Session } from '../session.ts'
import { ring } from './bell.ts'
import { kinds, type RunKind } from './kinds.ts'

/** Another process carries the run on now; this one has to stop. */
export class RunTakenOver extends Error {}

/** Which events end a run, and as what. */
const finals: Record<string, 'done' | 'failed' | undefined> = {
  'run.done': 'done',
  'run.failed': 'failed',
  'turn.done': 'done',
  'turn.failed': 'failed',
}

export const keyOf = (kind: RunKind, id: string): string => `${kind}/${id}`

/**
 * Appends one event, in one statement: the run's counter and the event move together, so that the ids of a run are
 * 1, 2, 3 without a gap. Only the run's present runner may; for anyone else nothing is written.
 *
 * @throws {@link RunTakenOver}
 */
export async function append(
  kind: RunKind,
  session: Session,
  id: string,
  runner: string,
  event: RunEvent,
): Promise<number> {
  const { runs, events, key } = kinds[kind]
  const final = finals[event.type]
  const [row] = await rowsAs<{ seq: number }>(
    session,
    `with moved as (
       update ${runs} set last_event = last_event + 1, heartbeat_at = now(),
         status = coalesce($5, status), runner = case when $5::text is null then runner end
       where id = $1 and runner = $2
       returning tenant_id, id, last_event
     )
     insert into ${events} (tenant_id, ${key}, seq, type, data)
     select tenant_id, id, last_event, $3, $4::jsonb from moved
     returning seq`,
    [id, runner, event.type, JSON.stringify(event.data), final ?? null],
  )
  if (row === undefined) throw new RunTakenOver(`${keyOf(kind, id)} is carried on elsewhere`)
  ring(keyOf(kind, id))
  return row.seq
}

/** The events of a run after a cursor, oldest first. */
export function readEvents(
  kind: RunKind,
  session: Session,
  id: string,
  after: number,
  limit: number,
): Promise<{ seq: number; type: string; data: unknown }[]> {
  const { events, key } = kinds[kind]
  return rowsAs(
    session,
    `select seq, type, data from ${events} where ${key} = $1 and seq > $2 order by seq limit $3`,
    [id, after, limit],
  )
}

/** Where a run stands, or undefined where this tenant has none of this id. */
export async function readRun(
  kind: RunKind,
  session: Session,
  id: string,
): Promise<{ status: string; last_event: number } | undefined> {
  const [row] = await rowsAs<{ status: string; last_event: number }>(
    session,
    `select status, last_event from ${kinds[kind].runs} where id = $1`,
    [id],
  )
  return row
}

/**
 * Makes this runner the one that carries a run on: a new one, one that stands still, or one whose runner has not been
 * heard of for `staleSeconds`. One statement, so that of several processes one wins.
 */
export async function claim(
  kind: RunKind,
  session: Session,
  id: string,
  runner: string,
  staleSeconds: number,
): Promise<boolean> {
  const rows = await rowsAs(
    session,
    `update ${kinds[kind].runs} set runner = $2, status = 'running', heartbeat_at = now()
     where id = $1 and (runner is null or heartbeat_at <= now() - make_interval(secs => $3))
     returning id`,
    [id, runner, staleSeconds],
  )
  return rows.length === 1
}
