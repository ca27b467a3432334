import { RlsKitError } from '../errors.ts'
import { quoteIdent } from '../sql.ts'
import { displayTarget } from './target.ts'
import type { ColumnState } from './types.ts'

const slot = '{value}'

/**
 * How the values and keys of a column are kept. No extension type may occur in a snapshot: DROP EXTENSION or
 * DROP SCHEMA ... CASCADE would take the snapshot's own column along.
 */
export interface SnapshotCodec {
  /** The type of the snapshot's value column. */
  readonly type: string
  /** How a value becomes that type, and back; `{value}` stands for the expression. Exact in both directions. */
  readonly encode: string
  readonly decode: string
  /** The binary form of a value as a bytea, for checksums; the same on every server. */
  readonly bytes: string
  /** The key's columns, as they are kept. */
  readonly key: readonly {
    readonly name: string
    readonly type: string
    readonly encode: string
    readonly decode: string
  }[]
}

/**
 * Chooses the codec of a column. vector and halfvec become real[], whose casts are exact and need no parsing;
 * a type of PostgreSQL itself stays as it is; anything else, sparsevec too, is kept as text.
 *
 * @throws RlsKitError `GUARD_CONFLICT` where the table has no key to find rows again.
 */
export function chooseCodec(state: ColumnState): SnapshotCodec {
  const column = state.column!
  if (state.key === null) {
    throw new RlsKitError(
      'GUARD_CONFLICT',
      `${displayTarget(state.target)} cannot be restored: its table has no key.`,
      {
        advice: `Add a primary key, or a unique index over NOT NULL columns, to ${state.target.schema}.${state.target.table}.`,
      },
    )
  }
  const key = state.key.map(({ name, type, native }) =>
    native
      ? { name, type, encode: slot, decode: slot }
      : { name, type: 'text', encode: `${slot}::text`, decode: `${slot}::${type}` },
  )
  if (column.extension === 'vector' && (column.typeName === 'vector' || column.typeName === 'halfvec')) {
    const send = `${quoteIdent(column.typeSchema)}.${column.typeName}_send(${slot})`
    return { type: 'real[]', encode: `${slot}::real[]`, decode: `${slot}::${column.type}`, bytes: send, key }
  }
  const native = column.typeSchema === 'pg_catalog'
  if (column.extension === null && native) {
    return { type: column.type, encode: slot, decode: slot, bytes: textBytes, key }
  }
  return { type: 'text', encode: `${slot}::text`, decode: `${slot}::${column.type}`, bytes: textBytes, key }
}

/**
 * The codec of a snapshot for the table as it is now: a key column may have another name or type, and the extension
 * may stand in another schema. Undefined where the rows cannot be found again. Pure.
 */
export function liveCodec(
  codec: SnapshotCodec,
  expected: ColumnState,
  live: ColumnState,
): SnapshotCodec | undefined {
  const sameTable = expected.table?.oid === live.table?.oid
  const key: SnapshotCodec['key'][number][] = []
  for (const part of codec.key) {
    const number = expected.key?.find((column) => column.name === part.name)?.number
    const now =
      live.columns.find((column) => sameTable && column.number === number) ??
      live.columns.find((column) => column.name === part.name)
    if (now === undefined) return undefined
    const was = expected.key?.find((column) => column.name === part.name)?.type
    key.push(
      now.type === was
        ? { ...part, name: now.name }
        : {
            ...part,
            name: now.name,
            encode: `${slot}::text::${part.type}`,
            decode: `${slot}::text::${now.type}`,
          },
    )
  }
  if (live.column === null || live.column.typeName !== expected.column?.typeName) return { ...codec, key }
  return { ...chooseCodec({ ...live, key: expected.key }), key }
}

const textBytes = `pg_catalog.convert_to(${slot}::text, 'UTF8')`

/** Puts an expression in its place. By a function, because a column's name may contain `$&`. */
export function fill(template: string, expression: string): string {
  return template.replaceAll(slot, () => expression)
}

/** The hash of one row, 16 bytes: key and value, so that two rows that swap their values are seen. */
export function rowHash(codec: SnapshotCodec, value: string, keys: readonly string[]): string {
  const key = keys
    .map((k) => `coalesce(pg_catalog.length(${k}::text)::text || ':' || ${k}::text, '')`)
    .join(" || ',' || ")
  return `pg_catalog.substr(pg_catalog.sha256(pg_catalog.convert_to(${key}, 'UTF8') || coalesce('\\x01'::bytea || ${fill(codec.bytes, value)}, '\\x00')), 1, 16)`
}

/** The order-independent checksum over row hashes, as hex: both halves are added up, so nothing cancels out. */
export function sumOfHashes(hash: string): string {
  const half = (from: number): string =>
    `coalesce(pg_catalog.sum(('x' || pg_catalog.encode(pg_catalog.substr(${hash}, ${from}, 8), 'hex'))::bit(64)::int8::numeric), 0)::text`
  return `pg_catalog.encode(pg_catalog.substr(pg_catalog.sha256(pg_catalog.convert_to(${half(1)} || '/' || ${half(9)}, 'UTF8')), 1, 16), 'hex')`
}
