import { sqlState } from '../errors.ts'
import { quoteIdent } from '../sql.ts'
import type { Queryable } from '../types.ts'
import { readColumn } from './catalog.ts'
import { withIndexProgress } from './index-progress.ts'
import { refreshWatch } from './install.ts'
import { installPins, removePins } from './pins.ts'
import { type GuardRecord, journal, readRecord, readRecords, whileAllowed } from './registry.ts'
import { relocated } from './relocate.ts'
import { planRestore, type RestoreChoices, type RestoreStep } from './restore-plan.ts'
import { insertRows, restoreRows } from './restore-rows.ts'
import { guardSchema, hasSchema } from './schema.ts'
import { connectionLost, explain, inTransaction, many, one } from './session.ts'
import { displayTarget } from './target.ts'
import type { ColumnState, Finding, GuardLayer, GuardProgress, GuardSource, GuardTarget } from './types.ts'
import { verifyRecord } from './verify.ts'

/** What {@link restore} may be told. */
export interface RestoreOptions extends RestoreChoices {
  /** Rows a transaction. Default 5000. */
  batchRows?: number | undefined
  /** How long a statement waits for a lock, in milliseconds. Default 10,000. */
  lockTimeout?: number | undefined
  onProgress?: GuardProgress | undefined
  /** A way to a second session, from which the progress of an index build is read. */
  monitor?: GuardSource | undefined
}

/** One thing that a restore put back. */
export interface RestoredItem {
  /** Such as `column`, `index` or `policy`. */
  readonly what: string
  readonly object: string
  /** Values written, for data. */
  readonly rows?: number | undefined
}

/** What {@link restore} did for one column. */
export interface RestoreResult {
  readonly target: GuardTarget
  readonly restored: readonly RestoredItem[]
  /** What it would not do unasked, each with advice. */
  readonly refused: readonly string[]
  /** What still differs; empty after a full restore, but for rows that were added or deleted meanwhile. */
  readonly remaining: readonly Finding[]
}

/**
 * Puts back what the database lost since the last snapshot. It can be called again after a crash: each step looks
 * at what is there, and rows that have their value already are not written again. Where nothing is lost it does
 * nothing.
 */
export async function restore(
  db: Queryable,
  targets?: readonly GuardTarget[],
  options: RestoreOptions = {},
): Promise<RestoreResult[]> {
  if (!(await hasSchema(db))) return []
  const wanted = targets && new Set(targets.map(displayTarget))
  const records = (await readRecords(db)).filter(
    (record) => record.definition !== null && (!wanted || wanted.has(displayTarget(record.target))),
  )
  const results: RestoreResult[] = []
  const attempt = async (record: GuardRecord): Promise<RestoreResult> => {
    try {
      return await restoreRecord(db, record, record.definition!, options)
    } catch (error) {
      throw explain(error, `${displayTarget(record.target)} was not restored`)
    }
  }
  for (const record of records) results.push(await attempt(record))
  if (records.length === 1) return results
  // A check, a view or a policy over two columns needs both.
  for (const [i, record] of records.entries()) {
    const first = results[i]!
    if (!first.remaining.some((finding) => finding.loss)) continue
    const second = await attempt((await readRecord(db, record.target))!)
    results[i] = { ...second, restored: [...first.restored, ...second.restored] }
  }
  return results
}

async function restoreRecord(
  db: Queryable,
  record: GuardRecord,
  recorded: ColumnState,
  options: RestoreOptions,
): Promise<RestoreResult> {
  const restored: RestoredItem[] = []
  const refused = new Set<string>()
  const pinned =
    (await one<{ layer: GuardLayer }>(db, `select layer from ${guardSchema}.meta`))?.layer === 'pin'
  let before = 0
  // A table that was renamed is looked at again in its old place: so at most a few rounds.
  for (let round = 0; ; round++) {
    const known = record.relid === null ? undefined : { relid: record.relid, attnum: record.attnum! }
    const expected = await relocated(db, recorded)
    const { findings } = await verifyRecord(db, record, expected)
    const live = await inTransaction(db, () => readColumn(db, record.target, known))
    const plan = planRestore(expected, live, findings, options)
    for (const reason of plan.refused) refused.add(reason)
    const stuck = round > 0 && restored.length === before
    before = restored.length
    if (plan.steps.length === 0 || stuck || round === 5) {
      const lost = findings.filter((finding) => finding.loss)
      if (round > 0 || record.state === 'restoring') {
        if (lost.length === 0) await setState(db, record, 'armed')
        if (lost.length === 0) await refreshWatch(db)
        if (pinned && lost.length === 0) await installPins(db, record, options.lockTimeout ?? 10_000)
      }
      return { target: record.target, restored, refused: [...refused], remaining: findings }
    }
    await setState(db, record, 'restoring')
    if (round === 0 && pinned) await removePins(db, record, options.lockTimeout ?? 10_000)
    for (const step of plan.steps) await tryStep(db, record, expected, step, options, restored, refused)
  }
}

/** One step of a plan; where an optional one fails, that is written down and the restore goes on. */
export async function tryStep(
  db: Queryable,
  record: GuardRecord,
  expected: ColumnState,
  step: RestoreStep,
  options: RestoreOptions,
  restored: RestoredItem[],
  refused: Set<string>,
): Promise<void> {
  try {
    restored.push(...(await applyStep(db, record, expected, step, options)))
  } catch (error) {
    const optional = step.kind === 'index' || (step.kind === 'sql' && step.optional === true)
    if (!optional || connectionLost(error)) throw error
    const [object, text] = step.kind === 'index' ? [step.name, step.create] : [step.object, step.sql[0]]
    if (!alreadyThere(error)) refused.add(`${object}: ${(error as Error).message} (${text})`)
  }
}

async function setState(db: Queryable, record: GuardRecord, state: GuardRecord['state']): Promise<void> {
  await db.query(`update ${guardSchema}.guarded set state = $2 where id = $1 and state <> $2`, [
    record.id,
    state,
  ])
}

/** Carries out one step of a plan. */
async function applyStep(
  db: Queryable,
  record: GuardRecord,
  expected: ColumnState,
  step: RestoreStep,
  options: RestoreOptions,
): Promise<RestoredItem[]> {
  // Definitions are qualified, but for what SQL cannot qualify: the equality behind IS DISTINCT FROM, IN and the like.
  const path = new Set([expected.target.schema, expected.column!.typeSchema].map(quoteIdent))
  const settings = {
    lock_timeout: String(options.lockTimeout ?? 10_000),
    search_path: [...path].join(', '),
  }
  const name = displayTarget(record.target)
  if (step.kind === 'data') {
    const rows = await restoreRows(db, record, expected, step.overwrite, options)
    await journal(db, 'restored data', name, `${rows} values`)
    return rows === 0 ? [] : [{ what: 'data', object: name, rows }]
  }
  if (step.kind === 'rows') {
    const rows = await insertRows(db, record, expected, step.partitions)
    await journal(db, 'restored rows', name, `${rows} rows`)
    return rows === 0 ? [] : [{ what: 'rows', object: name, rows }]
  }
  if (step.kind === 'sql') {
    await inTransaction(
      db,
      async () => {
        await whileAllowed(db, record, async () => {
          for (const statement of step.sql) await db.query(statement)
        })
        await journal(db, `restored ${step.what}`, step.object)
      },
      settings,
    )
    return step.quiet ? [] : [{ what: step.what, object: step.object }]
  }
  options.onProgress?.({ phase: 'index', object: step.name, done: 0, total: undefined })
  if (step.drop !== undefined) {
    await inTransaction(db, () => whileAllowed(db, record, () => db.query(step.drop!)), settings)
  }
  const backend = await one<{ pid: number }>(db, 'select pg_catalog.pg_backend_pid() as pid')
  await withIndexProgress(options.monitor, backend!.pid, step.name, options.onProgress, () =>
    createIndex(db, step, settings),
  )
  if (step.comment !== undefined) await inTransaction(db, () => db.query(step.comment!), settings)
  await journal(db, 'restored index', step.name, step.create)
  options.onProgress?.({ phase: 'index', object: step.name, done: 1, total: 1 })
  return [{ what: 'index', object: step.name }]
}

async function createIndex(
  db: Queryable,
  step: Extract<RestoreStep, { kind: 'index' }>,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  if (step.createConcurrently === undefined) {
    await inTransaction(db, () => db.query(step.create), settings)
    return
  }
  // CONCURRENTLY cannot run in a transaction, so SET LOCAL does not reach it.
  const limits = await many<{ name: string; value: string }>(
    db,
    `select name, setting as value from pg_catalog.pg_settings
      where name in ('statement_timeout', 'transaction_timeout') and setting <> '0'`,
  )
  const limit = (name: string, value: string): Promise<unknown> =>
    db.query('select pg_catalog.set_config($1, $2, false)', [name, value])
  for (const { name } of limits) await limit(name, '0')
  try {
    await db.query(step.createConcurrently)
  } catch (error) {
    // A server or pooler that cannot do it concurrently (0A000, 25001) still gets its index.
    if (sqlState(error) !== '0A000' && sqlState(error) !== '25001') throw error
    await inTransaction(db, () => db.query(step.create), settings)
  } finally {
    for (const { name, value } of limits) await limit(name, value).catch(() => {})
  }
}

/** 42P07, 42710, 42723, 42P06: a constraint, index, trigger, type, function or schema of that name stands there already. */
function alreadyThere(error: unknown): boolean {
  return ['42P07', '42710', '42723', '42P06'].includes(sqlState(error) ?? '')
}
