import { qualified } from '../../sql.ts'
import type { Queryable } from '../../types.ts'
import { giveIdentity } from '../identity.ts'
import { carriesMark, type Stage } from '../stage.ts'
import { fillAll } from '../world.ts'
import { teller } from './read.ts'

/** Publications that carry tables with tenants' rows. */
export function tenantPublications(stage: Stage): string[] {
  const { publications } = stage.context.snapshot
  return publications
    .filter(
      (row) =>
        row.allTables || row.tables.some(({ table }) => stage.context.tenantTable(table) !== undefined),
    )
    .map((row) => row.name)
}

/**
 * Reads from each publication what a subscriber would be sent: a replication slot, rows of both tenants
 * committed and deleted again. Runs after the transaction of all other probes.
 */
export async function probePublications(stage: Stage, allowCommit: boolean): Promise<void> {
  const names = tenantPublications(stage)
  if (names.length === 0) return
  const { session } = stage
  const { rows } = await session.query("select current_setting('wal_level') as level")
  const level = (rows as { level: string }[])[0]?.level
  for (const name of names) {
    const tell = teller(stage, name, 'publication')
    if (level !== 'logical') {
      tell(
        'publish',
        'unproven',
        `wal_level is ${level}, so nothing can be subscribed to yet and nothing can be tried`,
      )
    } else if (!allowCommit) {
      tell(
        'publish',
        'unproven',
        'seeing what it sends needs committed rows: run in a scratch database, or with --commit',
      )
    } else {
      try {
        const sent = await decode(stage, name)
        const leaked =
          [...stage.sides.a.marks].some((mark) => sent.includes(mark)) &&
          [...stage.sides.b.marks].some((mark) => sent.includes(mark))
        tell(
          'publish',
          leaked ? 'leak' : 'held',
          leaked
            ? 'a subscriber is sent the rows of both tenants'
            : 'a subscriber is not sent the rows of both tenants',
        )
      } catch (error) {
        tell('publish', 'unproven', (error as Error).message)
      }
    }
  }
}

async function decode(stage: Stage, publication: string): Promise<string> {
  const { session } = stage
  const slot = `rls_kit_${stage.sides.a.marker}`
  // a temporary slot would be gone after the first row that a constraint refuses
  await session.query("select pg_create_logical_replication_slot($1, 'pgoutput')", [slot])
  try {
    for (const filled of stage.tables.values()) {
      filled.a.length = 0
      filled.b.length = 0
      filled.spareA = undefined
      filled.spareB = undefined
      filled.reason = undefined
    }
    await session.query('begin')
    try {
      await fillAll(stage, 1)
      await session.query('commit')
    } catch (error) {
      await session.query('rollback')
      throw error
    }
    const { rows } = await session.query(
      "select encode(data, 'escape') as data from pg_logical_slot_get_binary_changes($1, null, null, 'proto_version', '1', 'publication_names', $2)",
      [slot, `"${publication.replaceAll('"', '""')}"`],
    )
    await remove(session, stage)
    return (rows as { data: string }[]).map((row) => row.data).join('\n')
  } finally {
    await session.query('select pg_drop_replication_slot($1)', [slot])
  }
}

/** Deletes what was committed, children first. */
async function remove(session: Queryable, stage: Stage): Promise<void> {
  const marks = [[...stage.sides.a.marks, ...stage.sides.b.marks]]
  await session.query('begin')
  try {
    const undo = await giveIdentity(session, stage.tables.values())
    for (const { relation } of [...stage.tables.values()].reverse()) {
      if (relation.kind === 'r')
        await session.query(`delete from ${qualified(relation)} rls_kit_row where ${carriesMark}`, marks)
    }
    for (const sql of undo) await session.query(sql)
    await session.query('commit')
  } catch (error) {
    await session.query('rollback')
    throw error
  }
}
