import { RlsKitError } from '../errors.ts'
import { quoteIdent } from '../sql.ts'
import type { Queryable } from '../types.ts'
import { readColumn } from './catalog.ts'
import { chooseCodec, fill, rowHash, sumOfHashes } from './codec.ts'
import { inFullTable, rowsOf } from './rows.ts'
import { inTransaction, one } from './session.ts'
import { displayTarget } from './target.ts'
import type { GuardTarget, PolicyState } from './types.ts'

/** Everything by which a person, or a test, sees that a guarded column is still what it was. */
export interface ColumnFingerprint {
  readonly column: string
  /** `public.vector(1536)`, or null where the column is gone. */
  readonly type: string | null
  readonly rows: number
  readonly values: number
  /** Over all keys and values, whatever their order; null where the column is gone. */
  readonly checksum: string | null
  /** The definitions of all indexes that read the column. */
  readonly indexes: readonly string[]
  readonly relrowsecurity: boolean
  readonly relforcerowsecurity: boolean
  readonly policies: readonly PolicyState[]
}

/**
 * Takes a fingerprint of one column: checksum over all values, index definitions, row security and policies.
 * It needs no snapshot, and two fingerprints are compared with {@link sameFingerprint} or by their JSON.
 *
 * @throws RlsKitError `TABLE_MISSING` where there is no such table.
 * @example
 * ```ts
 * import { fingerprint, sameFingerprint } from '@nyxcore/rls-kit/guard'
 * import pg from 'pg'
 *
 * const db = new pg.Client(process.env.DATABASE_URL)
 * await db.connect()
 * const target = { schema: 'public', table: 'workflow_insights', column: 'embedding' }
 * const before = await fingerprint(db, target)
 * // ... run a push tool ...
 * console.log(sameFingerprint(before, await fingerprint(db, target)))
 * await db.end()
 * ```
 */
export async function fingerprint(db: Queryable, target: GuardTarget): Promise<ColumnFingerprint> {
  const state = await inTransaction(db, () => readColumn(db, target))
  if (state.table === null) {
    throw new RlsKitError('TABLE_MISSING', `There is no table ${target.schema}.${target.table}.`, {
      advice: 'Correct the name.',
    })
  }
  const counts = await inFullTable(db, state, async () => {
    if (state.column === null) {
      const row = await one<{ rows: string }>(db, `select count(*)::text as rows from ${rowsOf(state)}`)
      return { rows: row!.rows, values: '0', checksum: null }
    }
    const codec = chooseCodec(state.key === null ? { ...state, key: [] } : state)
    const value = `t.${quoteIdent(target.column)}`
    const keys = codec.key.map((key) => fill(key.encode, `t.${quoteIdent(key.name)}`))
    const hash = `case when ${value} is not null then ${rowHash(codec, value, keys)} end`
    return one<{ rows: string; values: string; checksum: string }>(
      db,
      `select count(*)::text as rows, count(h)::text as values, ${sumOfHashes('h')} as checksum
         from (select ${hash} as h from ${rowsOf(state)} t offset 0) hashed`,
    )
  })
  return {
    column: displayTarget(target),
    type: state.column?.type ?? null,
    rows: Number(counts!.rows),
    values: Number(counts!.values),
    checksum: counts!.checksum,
    indexes: state.indexes.filter((index) => index.valid).map((index) => index.definition),
    relrowsecurity: state.table.rowSecurity,
    relforcerowsecurity: state.table.forced,
    policies: state.policies,
  }
}

/** Whether two fingerprints agree in everything. */
export function sameFingerprint(a: ColumnFingerprint, b: ColumnFingerprint): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
