import type { Queryable } from '../types.ts'
import { readColumn } from './catalog.ts'
import { fill, liveCodec } from './codec.ts'
import type { GuardRecord } from './registry.ts'
import type { RestoreOptions } from './restore.ts'
import { byKey, inFullTable, restColumns, rowSql } from './rows.ts'
import { inTransaction, one } from './session.ts'
import { readShape } from './shape.ts'
import { displayTarget, tableOf } from './target.ts'
import type { ColumnState, PartitionState } from './types.ts'

/** Puts back values that are missing, or with `overwrite` those that differ too, in batches by key. */
export async function restoreRows(
  db: Queryable,
  record: GuardRecord,
  expected: ColumnState,
  overwrite: boolean,
  options: RestoreOptions,
): Promise<number> {
  const live = await inTransaction(db, () => readColumn(db, record.target))
  const codec = liveCodec(record.codec!, expected, live)
  if (codec === undefined) return 0 // verification says that its key is gone
  const sql = rowSql(record.id, live, codec)
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
          `with batch as (update ${sql.rows} t set ${sql.value.slice(2)} = ${fill(codec.decode, 'd.v')}
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

/**
 * Inserts rows that are gone, with the columns that the table has now; where partitions are named, those that belong
 * into them. One transaction: all of them, or none.
 */
export async function insertRows(
  db: Queryable,
  record: GuardRecord,
  expected: ColumnState,
  partitions: readonly PartitionState[] | undefined,
): Promise<number> {
  const live = await inTransaction(db, () => readColumn(db, record.target))
  const codec = liveCodec(record.codec!, expected, live)
  if (codec === undefined) return 0
  const sql = rowSql(record.id, live, codec)
  return inFullTable(db, live, async () => {
    const rest = restColumns(expected.shape!, await readShape(db, record.target))
    const bounds = partitions === undefined ? undefined : await partitionRules(db, partitions)
    await silenceTriggers(db, sql.table)
    const names = [...rest.names, sql.value.slice(2)]
    const values = [
      ...rest.values.map((value, i) => `${value} as ${rest.names[i]}`),
      `${fill(codec.decode, 'd.v')} as ${sql.value.slice(2)}`,
    ]
    const row = await one<{ n: string }>(
      db,
      `with back as (select ${values.join(', ')} from ${sql.data} d
           where d.gone_at is null and not exists (select from ${sql.rows} t where ${sql.join})),
         batch as (insert into ${sql.table} (${names.join(', ')}) overriding system value
           select ${names.join(', ')} from back ${bounds === undefined ? '' : `where ${bounds}`} returning 1)
       select count(*)::text as n from batch`,
    )
    await wakeTriggers(db, sql.table)
    return Number(row!.n)
  })
}

/** Whether a row belongs into one of the partitions, as PostgreSQL itself decides it. */
async function partitionRules(db: Queryable, partitions: readonly PartitionState[]): Promise<string> {
  const rules: string[] = []
  for (const { schema, name } of partitions) {
    const row = await one<{ rule: string | null }>(
      db,
      'select pg_catalog.pg_get_partition_constraintdef(pg_catalog.to_regclass($1)) as rule',
      [tableOf({ schema, table: name })],
    )
    if (row?.rule) rules.push(`(${row.rule})`)
  }
  return rules.length === 0 ? 'false' : rules.join(' or ')
}
