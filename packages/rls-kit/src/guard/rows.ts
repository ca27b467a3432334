import { RlsKitError } from '../errors.ts'
import { quoteIdent, quoteLiteral } from '../sql.ts'
import type { Queryable } from '../types.ts'
import { fill, rowHash, type SnapshotCodec } from './codec.ts'
import { guardSchema } from './schema.ts'
import { inTransaction, one } from './session.ts'
import type { TableShape } from './shape.ts'
import { displayTarget, tableOf } from './target.ts'
import type { ColumnState } from './types.ts'

/** The SQL pieces with which a guarded table `t` and its snapshot `d` are read side by side. */
export interface RowSql {
  readonly table: string
  /** The table to read and update: ONLY, unless it is partitioned. What inherits from it has a record of its own. */
  readonly rows: string
  readonly data: string
  /** `t."embedding"`. */
  readonly value: string
  /** The live key, as the snapshot keeps it, and the names under which it keeps it. */
  readonly liveKey: readonly string[]
  readonly dataKey: readonly string[]
  /** The live key as it is, for ranges and for joins that can use its index. */
  readonly rawKey: readonly string[]
  readonly hash: string
  /** The row's other columns as jsonb, or null where the table's shape is not known. */
  readonly rest: string
  /** `t.key = d.key`, in the table's own types. */
  readonly join: string
}

/**
 * For batches by key: each row is found by its index. A table that was just written has no statistics, and the
 * planner would read all of it for every batch.
 */
export const byKey: Readonly<Record<string, string>> = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
}

/** Builds {@link RowSql}; a pure function of names and codec. */
export function rowSql(
  id: number,
  { target, table }: Pick<ColumnState, 'target' | 'table'>,
  codec: SnapshotCodec,
  shape?: TableShape | undefined,
): RowSql {
  const value = `t.${quoteIdent(target.column)}`
  const rawKey = codec.key.map((key) => `t.${quoteIdent(key.name)}`)
  const liveKey = codec.key.map((key, i) => fill(key.encode, rawKey[i]!))
  const dataKey = codec.key.map((_, i) => `k${i + 1}`)
  return {
    table: tableOf(target),
    rows: rowsOf({ target, table }),
    data: `${guardSchema}.data_${id}`,
    value,
    liveKey,
    dataKey,
    rawKey,
    rest: shape === undefined ? 'null::jsonb' : restOf(shape),
    hash: rowHash(codec, value, liveKey),
    join: codec.key.map((key, i) => `${rawKey[i]} = ${fill(key.decode, `d.k${i + 1}`)}`).join(' and '),
  }
}

/** {@link RowSql.rows}. */
export function rowsOf({ target, table }: Pick<ColumnState, 'target' | 'table'>): string {
  return table?.kind === 'p' ? tableOf(target) : `only ${tableOf(target)}`
}

/** As text, column by column: it is the one form in which every type comes back as it was. */
function restOf(shape: TableShape): string {
  const kept = shape.columns.filter((column) => column.kept)
  if (kept.length === 0) return "'{}'::jsonb"
  const list = (items: readonly string[]): string => `array[${items.join(', ')}]::text[]`
  const names = kept.map((column) => quoteLiteral(column.name))
  const values = kept.map((column) => `t.${quoteIdent(column.name)}::text`)
  return `pg_catalog.jsonb_object(${list(names)}, ${list(values)})`
}

/** The other columns of a row as they come back from `d.rest`: those that are kept and still there. Pure. */
export function restColumns(kept: TableShape, now: TableShape): { names: string[]; values: string[] } {
  const known = new Set(kept.columns.filter((column) => column.kept).map((column) => column.name))
  const columns = now.columns.filter((column) => known.has(column.name) && column.generated === '')
  return {
    names: columns.map((column) => quoteIdent(column.name)),
    values: columns.map((column) => `(d.rest ->> ${quoteLiteral(column.name)})::${column.type}`),
  }
}

/**
 * Runs `work` in a transaction that reads and writes every row, whatever the policies say. An owner who is
 * subject to FORCE ROW LEVEL SECURITY lifts it inside the transaction alone: no other session ever sees it off.
 *
 * @throws RlsKitError `PRIVILEGE_MISSING` where the role would see only a part of the rows.
 */
export async function inFullTable<T>(
  db: Queryable,
  state: ColumnState,
  work: () => Promise<T>,
  isolation?: Parameters<typeof inTransaction>[3],
  settings: Readonly<Record<string, string>> = {},
): Promise<T> {
  const table = tableOf(state.target)
  return inTransaction(
    db,
    async () => {
      const role = await one<{ subject: boolean; owner: boolean }>(
        db,
        `select pg_catalog.row_security_active(c.oid) as subject, pg_catalog.pg_has_role(c.relowner, 'USAGE') as owner
           from pg_catalog.pg_class c where c.oid = $1::text::pg_catalog.oid`,
        [String(state.table!.oid)],
      )
      if (role?.subject !== true) return work()
      if (!role.owner || !state.table!.forced) {
        throw new RlsKitError(
          'PRIVILEGE_MISSING',
          `Row security hides a part of ${displayTarget(state.target)} from the role of the guard.`,
          { advice: 'Run the guard as the owner of the table, or as a role with BYPASSRLS.' },
        )
      }
      await db.query(`alter table ${table} no force row level security`)
      await db.query("select pg_catalog.set_config('row_security', 'off', true)")
      const result = await work()
      await db.query(`alter table ${table} force row level security`)
      return result
    },
    settings,
    isolation,
  )
}
