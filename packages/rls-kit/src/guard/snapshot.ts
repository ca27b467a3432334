import type { Queryable } from '../types.ts'
import { readColumn } from './catalog.ts'
import { chooseCodec, fill, type SnapshotCodec, sumOfHashes } from './codec.ts'
import { ensureRecord, type GuardRecord, journal, readRecord, whileAllowed } from './registry.ts'
import { byKey, inFullTable, type RowSql, rowSql } from './rows.ts'
import { ensureSchema, guardSchema, revokeAll } from './schema.ts'
import { explain, inTransaction, one } from './session.ts'
import { readShape } from './shape.ts'
import { checkBefore, checkOwner, refuseFewer, refuseLoss, sameRows } from './snapshot-check.ts'
import { displayTarget } from './target.ts'
import type { ColumnState, GuardProgress, GuardTarget } from './types.ts'

/** What {@link snapshotColumn} may be told. */
export interface SnapshotOptions {
  /** Rows a transaction. Default 5000. */
  batchRows?: number | undefined
  /** Days for which values of rows that were deleted or set to NULL are kept. Default 7. */
  keepDays?: number | undefined
  /** Takes the database as it is for the new truth, though it lost something since the last snapshot. */
  accept?: boolean | undefined
  /** Refuses where the role could not put the column back: it is not an owner of the table. Default false. */
  restorable?: boolean | undefined
  onProgress?: GuardProgress | undefined
  signal?: AbortSignal | undefined
}

/** What a snapshot holds. */
export interface SnapshotResult {
  readonly target: GuardTarget
  readonly rows: number
  /** Rows whose value is not NULL. */
  readonly values: number
  readonly checksum: string
  /** Rows that were new or changed since the last snapshot. */
  readonly written: number
}

/**
 * Takes or brings up to date the snapshot of one column inside the database: definition, indexes, row security,
 * policies, and the data in batches by key. Each batch is a transaction of its own, so that it holds no lock for
 * long and a crash loses at most one batch; what is there already is not written again.
 *
 * @throws RlsKitError `GUARD_CONFLICT` where the database has already lost what the last snapshot holds.
 */
export async function snapshotColumn(
  db: Queryable,
  target: GuardTarget,
  options: SnapshotOptions = {},
): Promise<SnapshotResult> {
  await ensureSchema(db)
  const old = await readRecord(db, target)
  const known =
    old === undefined || old.relid === null ? undefined : { relid: old.relid, attnum: old.attnum! }
  const state = await inTransaction(db, async () => {
    const live = await readColumn(db, target, known)
    return live.column === null ? live : { ...live, shape: await readShape(db, target) }
  })
  checkBefore(old, state, options.accept === true)
  if (options.restorable) await checkOwner(db, state)
  const record = await ensureRecord(db, target) // only now: a misspelt name leaves nothing behind
  const codec = chooseCodec(state)
  const sql = rowSql(record.id, state, codec, state.shape)
  try {
    const written =
      state.column!.generated === '' ? await copyRows(db, record, state, codec, sql, options) : 0
    return { target, written, ...(await finish(db, record, state, codec, sql)) }
  } catch (error) {
    throw explain(error, `The snapshot of ${displayTarget(target)} was not taken`)
  }
}

async function copyRows(
  db: Queryable,
  record: GuardRecord,
  state: ColumnState,
  codec: SnapshotCodec,
  sql: RowSql,
  options: SnapshotOptions,
): Promise<number> {
  await prepareData(db, record, state, codec, sql, options.accept === true)
  if (!options.accept) await refuseLoss(db, state, sql)
  const total = Number(
    (await one<{ n: string }>(
      db,
      'select greatest(reltuples, 0)::int8::text as n from pg_catalog.pg_class where oid = $1::text::pg_catalog.oid',
      [String(state.table!.oid)],
    ))!.n,
  )
  const size = options.batchRows ?? 5000
  const order = sql.rawKey.join(', ')
  const after = (from: number): string =>
    `(${order}) > (${state.key!.map((key, i) => `$${from + i}::text::${key.type}`).join(', ')})`
  let last: string[] | undefined
  let done = 0
  let written = 0
  for (;;) {
    options.signal?.throwIfAborted()
    const low = last
    const batch = await inFullTable(
      db,
      state,
      async () => {
        const next = await one<Record<string, string>>(
          db,
          `select ${sql.rawKey.map((key, i) => `${key}::text as k${i}`).join(', ')} from ${sql.rows} t
          ${low === undefined ? '' : `where ${after(1)}`} order by ${order} offset ${size - 1} limit 1`,
          low ?? [],
        )
        const high = next && sql.rawKey.map((_, i) => next[`k${i}`]!)
        const bounds = [
          ...(low === undefined ? [] : [after(1)]),
          ...(high === undefined ? [] : [`not (${after(1 + (low?.length ?? 0))})`]),
        ]
        const row = await one<{ n: string }>(db, upsert(codec, sql, bounds), [
          ...(low ?? []),
          ...(high ?? []),
        ])
        return { high, written: Number(row!.n) }
      },
      undefined,
      byKey,
    )
    written += batch.written
    done += batch.high === undefined ? 0 : size
    options.onProgress?.({
      phase: 'snapshot',
      object: displayTarget(state.target),
      done,
      total: Math.max(total, done),
    })
    if (batch.high === undefined) break
    last = batch.high
  }
  await inFullTable(db, state, async () => {
    await db.query(
      `update ${sql.data} d set gone_at = pg_catalog.now() where gone_at is null
          and not exists (select from ${sql.rows} t where ${sql.join})`,
    )
    await db.query(
      `delete from ${sql.data} where gone_at < pg_catalog.now() - pg_catalog.make_interval(days => $1::int4)`,
      [options.keepDays ?? 7],
    )
  })
  return written
}

function upsert(codec: SnapshotCodec, sql: RowSql, bounds: readonly string[]): string {
  const keys = sql.dataKey.join(', ')
  return `with batch as (
    insert into ${sql.data} as d (${keys}, v, h, rest)
    select ${sql.liveKey.join(', ')}, ${fill(codec.encode, sql.value)}, ${sql.hash}, ${sql.rest}
      from ${sql.rows} t ${bounds.length === 0 ? '' : `where ${bounds.join(' and ')}`}
    on conflict (${keys}) do update set
      v = coalesce(excluded.v, d.v), rest = excluded.rest,
      h = case when excluded.v is null and d.v is not null then d.h else excluded.h end,
      gone_at = case when excluded.v is null and d.v is not null then coalesce(d.gone_at, pg_catalog.now()) end
      where d.h <> excluded.h or d.gone_at is not null or d.rest is distinct from excluded.rest
    returning 1
  ) select count(*)::text as n from batch`
}

async function prepareData(
  db: Queryable,
  record: GuardRecord,
  state: ColumnState,
  codec: SnapshotCodec,
  sql: RowSql,
  accept: boolean,
): Promise<void> {
  await inTransaction(db, async () => {
    if (record.codec !== null && !sameRows(record, state, codec)) {
      // Another key or type: the old copy cannot be joined any more.
      if (!accept) await refuseFewer(db, record, sql)
      await whileAllowed(db, record, () => db.query(`drop table if exists ${sql.data}`))
    }
    await db.query(`create table if not exists ${sql.data} (
      ${codec.key.map((key, i) => `k${i + 1} ${key.type} not null`).join(', ')},
      v ${codec.type}, h bytea not null, rest jsonb, gone_at timestamptz, primary key (${sql.dataKey.join(', ')}))`)
    // Embeddings do not compress: trying costs more than writing them.
    await db.query(`alter table ${sql.data} alter column v set storage external`)
    await db.query(`update ${guardSchema}.guarded set codec = $2::jsonb where id = $1`, [
      record.id,
      JSON.stringify(codec),
    ])
    await revokeAll(db)
  })
}

async function finish(
  db: Queryable,
  record: GuardRecord,
  state: ColumnState,
  codec: SnapshotCodec,
  sql: RowSql,
): Promise<Pick<SnapshotResult, 'rows' | 'values' | 'checksum'>> {
  return inTransaction(db, async () => {
    const generated = state.column!.generated !== ''
    const totals = generated
      ? { rows: '0', values: '0', checksum: '' }
      : (await one<{ rows: string; values: string; checksum: string }>(
          db,
          `select count(*)::text as rows, count(v)::text as values,
                  ${sumOfHashes('case when v is not null then h end')} as checksum
             from ${sql.data} where gone_at is null`,
        ))!
    const sample = generated
      ? null
      : `select count(*) > 0 and count(${sql.value}) = 0 from (select * from ${sql.data}
          where v is not null and gone_at is null limit 16) d join ${sql.rows} t on ${sql.join}`
    await db.query(
      `update ${guardSchema}.guarded g set state = 'armed', definition = $2::jsonb, codec = $3::jsonb,
         row_count = $4::int8, value_count = $5::int8, checksum = $6, snapshot_at = pg_catalog.now(),
         relid = c.oid, attnum = a.attnum, type_oid = a.atttypid, type_mod = a.atttypmod,
         filenode = pg_catalog.pg_relation_filenode(c.oid), row_security = c.relrowsecurity,
         forced = c.relforcerowsecurity, sample_query = $7
        from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid
       where g.id = $1 and c.oid = $8::text::pg_catalog.oid and a.attnum = $9::int2`,
      [
        record.id,
        JSON.stringify(state),
        JSON.stringify(codec),
        totals.rows,
        totals.values,
        totals.checksum,
        sample,
        String(state.table!.oid),
        state.column!.number,
      ],
    )
    await journal(
      db,
      'snapshot',
      displayTarget(state.target),
      `${totals.values} values, checksum ${totals.checksum}`,
    )
    return { rows: Number(totals.rows), values: Number(totals.values), checksum: totals.checksum }
  })
}
