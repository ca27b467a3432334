import type { Queryable } from '../types.ts'
import { readColumn } from './catalog.ts'
import { liveCodec, sumOfHashes } from './codec.ts'
import { compareStates, missingPartitions, typeIdentity } from './compare.ts'
import { type GuardRecord, readRecords } from './registry.ts'
import { inFullTable, rowSql } from './rows.ts'
import { hasSchema } from './schema.ts'
import { exists, inTransaction, one } from './session.ts'
import { displayTarget } from './target.ts'
import type { ColumnState, Finding, FindingKind, GuardTarget } from './types.ts'

/** What {@link verify} found out about one column. */
export interface VerifyResult {
  readonly target: GuardTarget
  readonly findings: readonly Finding[]
  /** Over all embeddings as they are now; undefined where the column cannot be read. */
  readonly checksum: string | undefined
  readonly rows: number
  readonly values: number
  /** The checksum that the last snapshot recorded. */
  readonly recorded: string
  /** When that was, as PostgreSQL writes it. */
  readonly takenAt: string | null
}

/**
 * Compares every recorded column with the live database, exactly: each value by its hash, so that it also sees
 * what no DDL trigger can, such as `ALTER COLUMN ... TYPE ... USING NULL`, TRUNCATE and UPDATE.
 */
export async function verify(db: Queryable, targets?: readonly GuardTarget[]): Promise<VerifyResult[]> {
  if (!(await hasSchema(db))) return []
  const wanted = targets && new Set(targets.map(displayTarget))
  const results: VerifyResult[] = []
  for (const record of await readRecords(db)) {
    if (record.definition === null || (wanted && !wanted.has(displayTarget(record.target)))) continue
    results.push(await verifyRecord(db, record, record.definition))
  }
  return results
}

/** {@link verify} for one record. */
export async function verifyRecord(
  db: Queryable,
  record: GuardRecord,
  expected: ColumnState,
): Promise<VerifyResult> {
  const known = record.relid === null ? undefined : { relid: record.relid, attnum: record.attnum! }
  const live = await inTransaction(db, () => readColumn(db, record.target, known))
  const findings = compareStates(expected, live)
  const data = await compareData(db, record, expected, live)
  return {
    target: record.target,
    findings: [...findings, ...data.findings],
    checksum: data.checksum,
    rows: data.rows,
    values: data.values,
    recorded: record.checksum ?? '',
    takenAt: record.snapshotAt,
  }
}

interface DataComparison {
  readonly findings: readonly Finding[]
  readonly checksum: string | undefined
  readonly rows: number
  readonly values: number
}

async function compareData(
  db: Queryable,
  record: GuardRecord,
  expected: ColumnState,
  live: ColumnState,
): Promise<DataComparison> {
  const findings: Finding[] = []
  const column = displayTarget(record.target)
  const say = (kind: FindingKind, rows: number, message: string, loss: boolean): void => {
    if (rows > 0) findings.push({ kind, column, object: column, message, rows, loss })
  }
  const generated = expected.column?.generated !== ''
  if (record.codec === null || live.column === null || generated) {
    if (live.column === null && live.movedTo === null && !generated) {
      const what = live.table === null ? 'table' : 'column'
      say('values-lost', record.valueCount, `${record.valueCount} values are gone with the ${what}`, true)
    }
    return { findings, checksum: generated ? (record.checksum ?? undefined) : undefined, rows: 0, values: 0 }
  }
  if (typeIdentity(expected.column!) !== typeIdentity(live.column)) {
    return { findings, checksum: undefined, rows: 0, values: 0 }
  }
  const codec = liveCodec(record.codec, expected, live)
  if (codec === undefined) {
    const key = record.codec.key.map((part) => part.name).join(', ')
    say('key-missing', record.rowCount, `the values cannot be compared: ${key} of the key is gone`, true)
    return { findings, checksum: undefined, rows: 0, values: 0 }
  }
  const sql = rowSql(record.id, live, codec)
  if (!(await exists(db, sql.data))) {
    say('snapshot-missing', record.valueCount, 'the values of the snapshot are gone', true)
    return { findings, checksum: undefined, rows: 0, values: 0 }
  }
  const counts = (await inFullTable(db, live, () =>
    one<Record<'rows' | 'values' | 'lost' | 'changed' | 'deleted' | 'added' | 'checksum', string>>(
      db,
      `select count(t.h)::text as rows, (count(*) filter (where t.filled))::text as values,
          (count(*) filter (where d.filled and not t.filled))::text as lost,
          (count(*) filter (where d.filled and t.filled and d.h <> t.h))::text as changed,
          (count(*) filter (where d.h is not null and t.h is null))::text as deleted,
          (count(*) filter (where t.filled and (d.h is null or not d.filled)))::text as added,
          ${sumOfHashes('case when t.filled then t.h end')} as checksum
        from (select ${sql.dataKey.join(', ')}, h, v is not null as filled from ${sql.data} where gone_at is null) d
        full join (select ${sql.liveKey.map((key, i) => `${key} as k${i + 1}`).join(', ')},
                     ${sql.hash} as h, ${sql.value} is not null as filled from ${sql.rows} t offset 0) t
          on ${sql.dataKey.map((key) => `d.${key} = t.${key}`).join(' and ')}`,
    ),
  ))!
  const n = (name: keyof typeof counts): number => Number(counts[name])
  say('values-lost', n('lost'), `${n('lost')} values are NULL that were not`, true)
  say('values-changed', n('changed'), `${n('changed')} values are not what they were`, true)
  // Rows come and go; but a table that was made again, or has none of its rows left, was emptied by no application.
  const emptied =
    live.table!.oid !== record.relid ||
    (n('rows') === 0 && record.rowCount > 0) ||
    missingPartitions(expected, live).length > 0
  say('rows-deleted', n('deleted'), `${n('deleted')} rows were deleted since the snapshot`, emptied)
  say('rows-added', n('added'), `${n('added')} values were added since the snapshot`, false)
  return { findings, checksum: counts.checksum, rows: n('rows'), values: n('values') }
}
