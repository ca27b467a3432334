import { RlsKitError } from '../errors.ts'
import type { Queryable } from '../types.ts'
import type { SnapshotCodec } from './codec.ts'
import { compareStates } from './compare.ts'
import type { GuardRecord } from './registry.ts'
import { inFullTable, type RowSql } from './rows.ts'
import { one } from './session.ts'
import { displayTarget } from './target.ts'
import type { ColumnState, FindingKind, GuardTarget } from './types.ts'

/** Differences that a later snapshot must not quietly take for the new truth. */
const grave: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'schema-missing',
  'table-missing',
  'moved',
  'column-missing',
  'type-changed',
  'rls-disabled',
  'rls-not-forced',
  'policy-missing',
  'policy-changed',
  'index-missing',
  'index-changed',
  'index-invalid',
])

/** Refuses a snapshot that would take a loss, or a wrong column, for the truth. Pure. */
export function checkBefore(record: GuardRecord | undefined, state: ColumnState, accept: boolean): void {
  const name = displayTarget(state.target)
  if (record?.state === 'restoring' && !accept) {
    throw new RlsKitError('GUARD_CONFLICT', `A restore of ${name} began and did not end.`, {
      advice: 'Run `rls-kit guard restore`: it goes on where it stopped.',
    })
  }
  const lost =
    record === undefined || record.definition === null
      ? []
      : compareStates(record.definition, state).filter((f) => grave.has(f.kind))
  if (lost.length > 0 && !accept) {
    throw new RlsKitError(
      'GUARD_CONFLICT',
      `${name} is not what the last snapshot holds: ${lost.map((f) => f.message).join('; ')}.`,
      { advice: 'Run `rls-kit guard restore`, or `rls-kit guard snapshot --accept` if that was meant.' },
    )
  }
  if (state.column === null) {
    throw new RlsKitError(state.table === null ? 'TABLE_MISSING' : 'COLUMN_MISSING', `There is no ${name}.`, {
      advice: 'Correct the name, or create the column first.',
    })
  }
  const declared = state.target.type
  const bare = (type: string): string => type.replace(/^.*\./, '').replaceAll(/\s+/g, '').toLowerCase()
  if (declared !== undefined && bare(declared) !== bare(state.column.type)) {
    throw new RlsKitError(
      'GUARD_CONFLICT',
      `${name} is declared as ${declared} and is ${state.column.type}.`,
      {
        advice: 'Correct the type in rls.config.ts, or the column.',
      },
    )
  }
}

/** Refuses where the role could not put the column back. */
export async function checkOwner(db: Queryable, state: ColumnState): Promise<void> {
  const row = await one<{ owns: boolean }>(
    db,
    "select pg_catalog.pg_has_role(relowner, 'USAGE') as owns from pg_catalog.pg_class where oid = $1::text::pg_catalog.oid",
    [String(state.table!.oid)],
  )
  if (row?.owns === true) return
  throw new RlsKitError(
    'PRIVILEGE_MISSING',
    `${displayTarget(state.target)} could not be put back: its table belongs to ${state.table!.owner}.`,
    { advice: `Run the guard as ${state.table!.owner}, or as a superuser.` },
  )
}

/** Whether the copy that is there holds the same rows in the same form. A key column that was renamed is no other. */
export function sameRows(record: GuardRecord, state: ColumnState, codec: SnapshotCodec): boolean {
  const form = (c: SnapshotCodec): string => JSON.stringify([c.type, c.key.map(({ type }) => type)])
  if (form(record.codec!) !== form(codec)) return false
  const same = record.definition?.table?.oid === state.table?.oid
  return codec.key.every((part, i) => {
    const was = record.definition?.key?.[i]
    return part.name === record.codec!.key[i]!.name || (same && was?.number === state.key![i]!.number)
  })
}

/** Before the old copy goes: with half of its values gone from the table too, it is the last that there is. */
export async function refuseFewer(db: Queryable, record: GuardRecord, sql: RowSql): Promise<void> {
  const row = await one<{ n: string }>(db, `select count(${sql.value})::text as n from ${sql.rows} t`)
  const lost = record.valueCount - Number(row!.n)
  if (lost * 2 >= record.valueCount && lost > 0) throw halfLost(record.target, lost, record.valueCount)
}

/** Half of the values gone since the last snapshot is a loss that nobody noticed, not the new truth. */
export async function refuseLoss(db: Queryable, state: ColumnState, sql: RowSql): Promise<void> {
  const counts = await inFullTable(db, state, () =>
    one<{ had: string; lost: string }>(
      db,
      `select count(*)::text as had, count(*) filter (where ${sql.value} is null)::text as lost
         from ${sql.data} d left join ${sql.rows} t on ${sql.join} where d.v is not null and d.gone_at is null`,
    ),
  )
  const lost = Number(counts!.lost)
  if (lost * 2 < Number(counts!.had) || lost === 0) return
  throw halfLost(state.target, lost, Number(counts!.had))
}

function halfLost(target: GuardTarget, lost: number, had: number): RlsKitError {
  return new RlsKitError(
    'GUARD_CONFLICT',
    `${displayTarget(target)} lost ${lost} of ${had} values since the last snapshot.`,
    {
      advice:
        'Run `rls-kit guard restore`, or `rls-kit guard snapshot --accept` if they were deleted on purpose.',
    },
  )
}
