import { quoteIdent, quoteLiteral } from '../sql.ts'
import type { Queryable } from '../types.ts'
import { type GuardRecord, journal } from './registry.ts'
import { guardSchema, revokeAll } from './schema.ts'
import { inTransaction, many } from './session.ts'
import { displayTarget, tableOf } from './target.ts'
import type { ColumnState, Finding } from './types.ts'

/**
 * Statements that pin one column without a superuser. An inherited column cannot be dropped, retyped or renamed,
 * not even with CASCADE; a view that reads the column stops a plain DROP TABLE; a view that holds the index as a
 * regclass constant stops DROP INDEX, and REINDEX CONCURRENTLY moves it along. Pure.
 */
export function pinStatements(id: number, state: ColumnState): string[] {
  const table = tableOf(state.target)
  const column = quoteIdent(state.target.column)
  const pin = `${guardSchema}.pin_${id}`
  // A partitioned table cannot inherit: there the view alone holds the column, against a drop without CASCADE.
  const inherit =
    state.table?.kind === 'r'
      ? [
          `create table ${pin} (${column} ${state.column!.type})`,
          // Whoever reads a parent reads its children past their policies: nobody may read this one.
          `alter table ${pin} enable row level security`,
          `alter table ${pin} force row level security`,
          `alter table ${table} inherit ${pin}`,
        ]
      : []
  return [
    ...inherit,
    `create view ${pin}_column as select ${column} from ${table} where false`,
    ...state.indexes.map(
      (index, n) =>
        `create view ${pin}_index_${n} as select ${quoteLiteral(
          `${quoteIdent(state.target.schema)}.${quoteIdent(index.name)}`,
        )}::pg_catalog.regclass as index`,
    ),
  ]
}

/** Puts the pins of one column in their place, in one transaction; pins that are there already are replaced. */
export async function installPins(db: Queryable, record: GuardRecord, lockTimeout: number): Promise<void> {
  await inTransaction(
    db,
    async () => {
      await dropPins(db, record)
      for (const statement of pinStatements(record.id, record.definition!)) await db.query(statement)
      await revokeAll(db)
      await journal(db, 'install', displayTarget(record.target), 'pins')
    },
    { lock_timeout: String(lockTimeout) },
  )
}

/** Takes the pins of one column away. */
export async function removePins(db: Queryable, record: GuardRecord, lockTimeout: number): Promise<void> {
  await inTransaction(db, () => dropPins(db, record), { lock_timeout: String(lockTimeout) })
}

/** {@link removePins} inside a transaction of the caller's. */
export async function dropPins(db: Queryable, record: GuardRecord): Promise<void> {
  const pins = await many<{ name: string; kind: string; child: string | null }>(
    db,
    `select c.relname as name, c.relkind as kind, k.inhrelid::pg_catalog.regclass::text as child
       from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       left join pg_catalog.pg_inherits k on k.inhparent = c.oid
      where n.nspname = $1 and c.relname ~ $2 order by c.relkind desc`,
    [guardSchema, `^pin_${record.id}(_|$)`],
  )
  for (const pin of pins) {
    const name = `${guardSchema}.${quoteIdent(pin.name)}`
    if (pin.child !== null) await db.query(`alter table ${pin.child} no inherit ${name}`)
    await db.query(`drop ${pin.kind === 'v' ? 'view' : 'table'} ${name}`)
  }
}

/** Which pins of one column are not there, or hold nothing any more. */
export async function verifyPins(db: Queryable, record: GuardRecord): Promise<Finding[]> {
  const state = record.definition!
  const there = new Set(
    (
      await many<{ name: string }>(
        db,
        `select c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where n.nspname = $1 and (c.relkind = 'v' or exists (select from pg_catalog.pg_inherits i
            where i.inhparent = c.oid and i.inhrelid = $2::text::pg_catalog.oid))`,
        [guardSchema, String(record.relid ?? 0)],
      )
    ).map((row) => row.name),
  )
  const wanted = [
    ...(state.table?.kind === 'r' ? [`pin_${record.id}`] : []),
    `pin_${record.id}_column`,
    ...state.indexes.map((_, n) => `pin_${record.id}_index_${n}`),
  ]
  return wanted
    .filter((name) => !there.has(name))
    .map((name) => ({
      kind: 'guard-missing',
      column: displayTarget(record.target),
      object: name,
      message: `the pin ${name} is gone`,
      loss: false,
    }))
}
