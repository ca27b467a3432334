import type { Queryable } from '../types.ts'
import type { SnapshotCodec } from './codec.ts'
import { guardSchema } from './schema.ts'
import { many, one } from './session.ts'
import type { ColumnState, GuardTarget } from './types.ts'

/** What the guard has recorded about one column. */
export interface GuardRecord {
  readonly id: number
  readonly target: GuardTarget
  /** `new`: no complete snapshot yet. `restoring`: a restore began and has not ended. */
  readonly state: 'new' | 'armed' | 'restoring'
  readonly definition: ColumnState | null
  readonly codec: SnapshotCodec | null
  readonly relid: number | null
  readonly attnum: number | null
  readonly rowCount: number
  readonly valueCount: number
  readonly checksum: string | null
  readonly snapshotAt: string | null
  readonly file: string | null
}

const select = `select id, pg_catalog.jsonb_build_object('schema', schema_name, 'table', table_name, 'column', column_name)
    as target, state, definition, codec, relid::int8::text as relid, attnum, coalesce(row_count, 0)::text as row_count,
    coalesce(value_count, 0)::text as value_count, checksum, snapshot_at::text as snapshot_at, file
  from ${guardSchema}.guarded`

interface Row {
  id: number
  target: GuardTarget
  state: GuardRecord['state']
  definition: ColumnState | null
  codec: SnapshotCodec | null
  relid: string | null
  attnum: number | null
  row_count: string
  value_count: string
  checksum: string | null
  snapshot_at: string | null
  file: string | null
}

function record(row: Row): GuardRecord {
  return {
    id: row.id,
    target: row.target,
    state: row.state,
    // One that an earlier version wrote lacks what this one needs: it is taken again at the next snapshot.
    definition: row.definition?.partitions === undefined ? null : row.definition,
    codec: row.codec,
    relid: row.relid === null ? null : Number(row.relid),
    attnum: row.attnum,
    rowCount: Number(row.row_count),
    valueCount: Number(row.value_count),
    checksum: row.checksum,
    snapshotAt: row.snapshot_at,
    file: row.file,
  }
}

/** Every recorded column, in the order in which they were first recorded. */
export async function readRecords(db: Queryable): Promise<GuardRecord[]> {
  return (await many<Row>(db, `${select} order by id`)).map(record)
}

/** One recorded column. */
export async function readRecord(db: Queryable, target: GuardTarget): Promise<GuardRecord | undefined> {
  const row = await one<Row>(db, `${select} where (schema_name, table_name, column_name) = ($1, $2, $3)`, [
    target.schema,
    target.table,
    target.column,
  ])
  return row && record(row)
}

/** Writes down that the column is guarded, and answers its record. */
export async function ensureRecord(db: Queryable, target: GuardTarget): Promise<GuardRecord> {
  await db.query(
    `insert into ${guardSchema}.guarded (schema_name, table_name, column_name) values ($1, $2, $3) on conflict do nothing`,
    [target.schema, target.table, target.column],
  )
  return (await readRecord(db, target))!
}

/** Adds a line to the guard's journal. */
export async function journal(db: Queryable, action: string, object: string, detail?: string): Promise<void> {
  await db.query(`insert into ${guardSchema}.journal (action, object, detail) values ($1, $2, $3)`, [
    action,
    object,
    detail ?? null,
  ])
}

/** Lets the guard itself do what it must to a guarded object: the permission lives and dies in this transaction. */
export async function whileAllowed<T>(
  db: Queryable,
  record: GuardRecord,
  work: () => Promise<T>,
): Promise<T> {
  const row = await one<{ id: number }>(
    db,
    `insert into ${guardSchema}.allowed (guarded_id, role_name, reason, expires_at)
     values ($1, coalesce(nullif(pg_catalog.current_setting('role'), 'none'), session_user::text), 'the guard itself',
             pg_catalog.clock_timestamp() + interval '1 day') returning id`,
    [record.id],
  )
  const result = await work()
  await db.query(`delete from ${guardSchema}.allowed where id = $1`, [row!.id])
  return result
}
