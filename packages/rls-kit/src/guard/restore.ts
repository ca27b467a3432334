import { sqlState } from '../errors.ts'
import { quoteIdent } from '../sql.ts'
import type { Queryable } from '../types.ts'
import { readColumn } from './catalog.ts'
import { fill } from './codec.ts'
import { withIndexProgress } from './index-progress.ts'
import { refreshWatch } from './install.ts'
import { installPins, removePins } from './pins.ts'
import { type GuardRecord, journal, readRecords, whileAllowed } from './registry.ts'
import { planRestore, type RestoreChoices, type RestoreStep } from './restore-plan.ts'
import { byKey, inFullTable, rowSql } from './rows.ts'
import { guardSchema, hasSchema } from './schema.ts'
import { explain, inTransaction, many, one } from './session.ts'
import { readShape } from './shape.ts'
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
  const results: RestoreResult[] = []
  for (const record of await readRecords(db)) {
    if (record.definition === null || (wanted && !wanted.has(displayTarget(record.target)))) continue
    try {
      results.push(await restoreRecord(db, record, record.definition, options))
    } catch (error) {
      throw explain(error, `${displayTarget(record.target)} was not restored`)
    }
  }
  return results
}

async function restoreRecord(
  db: Queryable,
  record: GuardRecord,
  expected: ColumnState,
  options: RestoreOptions,
): Promise<RestoreResult> {
  const restored: RestoredItem[] = []
  const refused = new Set<string>()
  const pinned =
    (await one<{ layer: GuardLayer }>(db, `select layer from ${guardSchema}.meta`))?.layer === 'pin'
  // A table that was renamed is looked at again in its old place: so at most a few rounds.
  for (let round = 0; ; round++) {
    const known = record.relid === null ? undefined : { relid: record.relid, attnum: record.attnum! }
    const { findings } = await verifyRecord(db, record, expected)
    const live = await inTransaction(db, () => readColumn(db, record.target, known))
    const plan = planRestore(expected, live, findings, options)
    for (const reason of plan.refused) refused.add(reason)
    if (plan.steps.length === 0 || round === 5) {
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
    for (const step of plan.steps) {
      try {
        restored.push(...(await applyStep(db, record, expected, step, options)))
      } catch (error) {
        if (step.kind !== 'sql' || !step.optional) throw error
        if (!alreadyThere(error)) refused.add(`${step.object}: ${(error as Error).message} (${step.sql[0]})`)
      }
    }
  }
}

async function setState(db: Queryable, record: GuardRecord, state: GuardRecord['state']): Promise<void> {
  await db.query(`update ${guardSchema}.guarded set state = $2 where id = $1 and state <> $2`, [
    record.id,
    state,
  ])
}

/** Carries out one step of a plan. */
export async function applyStep(
  db: Queryable,
  record: GuardRecord,
  expected: ColumnState,
  step: RestoreStep,
  options: RestoreOptions,
): Promise<RestoredItem[]> {
  const settings = { lock_timeout: String(options.lockTimeout ?? 10_000) }
  const name = displayTarget(record.target)
  if (step.kind === 'data') {
    const rows = await restoreRows(db, record, step.overwrite, options)
    await journal(db, 'restored data', name, `${rows} values`)
    return rows === 0 ? [] : [{ what: 'data', object: name, rows }]
  }
  if (step.kind === 'rows') {
    const rows = await insertRows(db, record, expected)
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
    return step.optional ? [] : [{ what: step.what, object: step.object }]
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

async function restoreRows(
  db: Queryable,
  record: GuardRecord,
  overwrite: boolean,
  options: RestoreOptions,
): Promise<number> {
  const codec = record.codec!
  const sql = rowSql(record.id, record.target, codec)
  const live = await inTransaction(db, () => readColumn(db, record.target))
  const size = options.batchRows ?? 5000
  const order = sql.dataKey.map((key) => `d.${key}`).join(', ')
  const after = (from: number): string =>
    `(${order}) > (${codec.key.map((key, i) => `$${from + i}::text::${key.type}`).join(', ')})`
  const stale = overwrite ? `${sql.hash} <> d.h` : `${sql.value} is null and d.v is not null`
  const usable = 'd.gone_at is null'
  let low: string[] | undefined
  let written = 0
  let done = 0
  for (;;) {
    const from = low
    const batch = await inFullTable(
      db,
      live,
      async () => {
        await silenceTriggers(db, sql.table)
        const next = await one<Record<string, string>>(
          db,
          `select ${sql.dataKey.map((key, i) => `d.${key}::text as k${i}`).join(', ')} from ${sql.data} d
          ${from === undefined ? '' : `where ${after(1)}`} order by ${order} offset ${size - 1} limit 1`,
          from ?? [],
        )
        const high = next && codec.key.map((_, i) => next[`k${i}`]!)
        const bounds = [
          ...(from === undefined ? [] : [after(1)]),
          ...(high === undefined ? [] : [`not (${after(1 + (from?.length ?? 0))})`]),
        ].map((bound) => ` and ${bound}`)
        const row = await one<{ n: string }>(
          db,
          `with batch as (update ${sql.table} t set ${sql.value.slice(2)} = ${fill(codec.decode, 'd.v')}
           from ${sql.data} d where ${sql.join} and ${stale} and ${usable}${bounds.join('')} returning 1)
         select count(*)::text as n from batch`,
          [...(from ?? []), ...(high ?? [])],
        )
        await wakeTriggers(db, sql.table)
        return { high, written: Number(row!.n) }
      },
      undefined,
      byKey,
    )
    written += batch.written
    done = batch.high === undefined ? record.rowCount : done + size
    options.onProgress?.({
      phase: 'data',
      object: displayTarget(record.target),
      done,
      total: record.rowCount,
    })
    if (batch.high === undefined) return written
    low = batch.high
  }
}

/** Putting a value back is no change that an updated_at or an outbox trigger should see. */
export async function silenceTriggers(db: Queryable, table: string): Promise<void> {
  const role = await one<{ is_superuser: string }>(
    db,
    "select pg_catalog.current_setting('is_superuser') as is_superuser",
  )
  if (role?.is_superuser === 'on') {
    await db.query("select pg_catalog.set_config('session_replication_role', 'replica', true)")
  } else await db.query(`alter table ${table} disable trigger user`)
}

/** Undoes {@link silenceTriggers} where it was not local to the transaction. */
export async function wakeTriggers(db: Queryable, table: string): Promise<void> {
  const role = await one<{ is_superuser: string }>(
    db,
    "select pg_catalog.current_setting('is_superuser') as is_superuser",
  )
  if (role?.is_superuser !== 'on') await db.query(`alter table ${table} enable trigger user`)
}

/** 42P07, 42710: a constraint, index or trigger of that name stands there already. */
function alreadyThere(error: unknown): boolean {
  return ['42P07', '42710'].includes(sqlState(error) ?? '')
}

/** Inserts rows that are gone, with the columns that the table has now. One transaction: all of them, or none. */
async function insertRows(db: Queryable, record: GuardRecord, expected: ColumnState): Promise<number> {
  const codec = record.codec!
  const sql = rowSql(record.id, record.target, codec, expected.shape)
  const live = await inTransaction(db, () => readColumn(db, record.target))
  const kept = new Set(expected.shape!.columns.filter((column) => column.kept).map((column) => column.name))
  return inFullTable(db, live, async () => {
    const now = await readShape(db, record.target)
    const columns = now.columns.filter((column) => kept.has(column.name) && column.generated === '')
    await silenceTriggers(db, sql.table)
    const names = [...columns.map((column) => quoteIdent(column.name)), sql.value.slice(2)]
    const values = [...columns.map((column) => `r.${quoteIdent(column.name)}`), fill(codec.decode, 'd.v')]
    const row = await one<{ n: string }>(
      db,
      `with batch as (insert into ${sql.table} (${names.join(', ')}) overriding system value
         select ${values.join(', ')} from ${sql.data} d
           cross join lateral pg_catalog.jsonb_populate_record(null::${sql.table}, d.rest) r
          where d.gone_at is null and not exists (select from ${sql.table} t where ${sql.join}) returning 1)
       select count(*)::text as n from batch`,
    )
    await wakeTriggers(db, sql.table)
    return Number(row!.n)
  })
}
