import type { Queryable } from '../types.ts'
import { needsQuery } from './needs.ts'
import { one } from './session.ts'
import { shapeQuery } from './shape-query.ts'
import { tableOf } from './target.ts'
import type { GrantState, GuardTarget, TriggerState, ViewState } from './types.ts'

/** Another column of the table, or the guarded one. */
export interface ShapeColumn {
  readonly name: string
  readonly type: string
  /** Qualified and quoted, where it is not the type's own. */
  readonly collation: string | null
  readonly notNull: boolean
  readonly default: string | null
  /** `s` or `v` where generated. */
  readonly generated: string
  /** `a` always, `d` by default, empty where it is no identity column. */
  readonly identity: string
  /** Whether its values are kept with each row: not where generated, nor where a pgvector type has its own record. */
  readonly kept: boolean
  readonly comment: string | null
  readonly statistics: number | null
  /** Where it is not the type's own. */
  readonly storage: string | null
  readonly compression: string
  readonly grants: readonly GrantState[]
}

/** A sequence that belongs to a column: of `serial`, or of an identity. */
export interface ShapeSequence {
  /** Qualified and quoted. */
  readonly name: string
  readonly column: string
  readonly identity: boolean
  /** `AS bigint INCREMENT BY 1 ...` */
  readonly options: string
  readonly lastValue: string | null
  readonly grants: readonly GrantState[]
}

/** What a table's definition refers to, and what goes with the schema that it is in. */
export interface ShapeNeed {
  /** `extension`, `type` or `function`. */
  readonly what: string
  readonly name: string
  /** Statements that make it; they fail where it is there. */
  readonly sql: readonly string[]
}

/** The table around a guarded column, so that DROP TABLE, DROP SCHEMA or a forced reset can be undone too. */
export interface TableShape {
  readonly owner: string
  readonly comment: string | null
  /** Such as `RANGE (created_at)`; null where it is not partitioned. */
  readonly partitionKey: string | null
  /** Qualified tables that it inherits from. */
  readonly inherits: readonly string[]
  readonly unlogged: boolean
  /** Storage parameters, such as `fillfactor=70`. */
  readonly options: readonly string[]
  /** `d` default, `n` nothing, `f` full, `i` an index. */
  readonly replicaIdentity: string
  readonly replicaIndex: string | null
  readonly columns: readonly ShapeColumn[]
  /** Primary key first, foreign keys last. */
  readonly constraints: readonly {
    readonly name: string
    readonly type: string
    readonly definition: string
    readonly columns: readonly string[]
  }[]
  /** Indexes that belong to no constraint and read no column with a record of its own. */
  readonly indexes: readonly string[]
  readonly triggers: readonly TriggerState[]
  readonly grants: readonly GrantState[]
  /** Foreign keys of other tables that point here. */
  readonly inbound: readonly { readonly table: string; readonly name: string; readonly definition: string }[]
  readonly sequences: readonly ShapeSequence[]
  /** Extended statistics. */
  readonly statistics: readonly string[]
  /** Every view over the table; those that read the guarded column are in its own state too. */
  readonly views: readonly ViewState[]
  /** Publications that name the table. */
  readonly publications: readonly string[]
  readonly needs: readonly ShapeNeed[]
}

/** Reads the shape of a table. Call it inside a transaction with an empty search_path. */
export function readShape(db: Queryable, target: GuardTarget): Promise<TableShape> {
  return read(db, target, false)
}

/** {@link readShape} with no column apart: every index, constraint and value belongs to the table. */
export function readWholeShape(db: Queryable, target: GuardTarget): Promise<TableShape> {
  return read(db, target, true)
}

async function read(db: Queryable, target: GuardTarget, whole: boolean): Promise<TableShape> {
  const table = tableOf(target)
  const row = await one<{ shape: TableShape }>(db, shapeQuery, [table, target.column, whole])
  const needs = await one<{ needs: ShapeNeed[] }>(db, needsQuery, [table])
  return { ...row!.shape, needs: needs!.needs }
}
