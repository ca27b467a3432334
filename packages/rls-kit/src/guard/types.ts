import type { Queryable } from '../types.ts'
import type { TableShape } from './shape.ts'

/** One column that the guard protects. */
export interface GuardTarget {
  readonly schema: string
  readonly table: string
  readonly column: string
  /** Its type as PostgreSQL writes it, such as `vector(1536)`; undefined takes whatever it is at the first snapshot. */
  readonly type?: string | undefined
}

/** What stops a statement: an event trigger (superuser), pins (table owner), or nothing but the snapshot. */
export type GuardLayer = 'trigger' | 'pin' | 'none'

/** A row security policy as the catalog has it. */
export interface PolicyState {
  readonly name: string
  readonly permissive: boolean
  /** `r` select, `a` insert, `w` update, `d` delete, `*` all. */
  readonly command: string
  readonly roles: readonly string[]
  readonly using: string | null
  readonly check: string | null
  readonly comment: string | null
}

/** An index that reads the guarded column, also in an expression or a predicate. */
export interface IndexState {
  readonly name: string
  /** `CREATE INDEX ...` with every name qualified: operator class, WITH and predicate included. */
  readonly definition: string
  readonly valid: boolean
  readonly comment: string | null
}

/** A constraint that reads the guarded column. */
export interface ConstraintState {
  readonly name: string
  readonly definition: string
}

/** One grant on the column itself. An empty grantee is PUBLIC. */
export interface GrantState {
  readonly grantee: string
  readonly privilege: string
  readonly grantable: boolean
}

/** A trigger that names the guarded column, in UPDATE OF or in WHEN. */
export interface TriggerState {
  readonly name: string
  readonly definition: string
  /** `O` on, `D` disabled, `R` replica, `A` always. */
  readonly enabled: string
}

/** A view that reads the guarded column, over others too, and that a DROP ... CASCADE takes along. */
export interface ViewState {
  readonly schema: string
  readonly name: string
  /** `v` view, `m` materialized view. */
  readonly kind: string
  readonly definition: string
  readonly options: readonly string[]
  readonly owner: string
  readonly comment: string | null
  readonly grants: readonly GrantState[]
  /** Of a materialized view. */
  readonly indexes: readonly string[]
  readonly populated: boolean
}

/** One partition of a guarded table, of whatever level. */
export interface PartitionState {
  readonly schema: string
  readonly name: string
  /** The table that it is a partition of. */
  readonly parent: { readonly schema: string; readonly name: string }
  /** `FOR VALUES ...` or `DEFAULT`. */
  readonly bound: string
  /** Such as `RANGE (created_at)` where it has partitions of its own. */
  readonly key: string | null
  readonly owner: string
  readonly rowSecurity: boolean
  readonly forced: boolean
}

/** A column of the table as the catalog counts it: a rename keeps its number. */
export interface ColumnRef {
  readonly number: number
  readonly name: string
  readonly type: string
}

/** The guarded column's own properties. */
export interface ColumnProperties {
  readonly number: number
  /** With its modifier and qualified, such as `public.vector(1536)`. */
  readonly type: string
  readonly typeName: string
  readonly typeSchema: string
  readonly typeModifier: number
  readonly extension: string | null
  readonly notNull: boolean
  readonly default: string | null
  /** `s` stored, `v` virtual, empty where the column is not generated. */
  readonly generated: string
  readonly comment: string | null
  readonly statistics: number | null
  readonly storage: string
  readonly compression: string
  readonly grants: readonly GrantState[]
}

/** One column of the key by which rows are found again. */
export interface KeyColumn extends ColumnRef {
  /** Whether the type belongs to PostgreSQL itself, so that no DROP EXTENSION or DROP SCHEMA can take it along. */
  readonly native: boolean
}

/** Everything of a guarded column that a schema tool could lose, data excepted. */
export interface ColumnState {
  readonly target: GuardTarget
  readonly schemaExists: boolean
  readonly table: {
    readonly oid: number
    /** `r` table, `p` partitioned table. */
    readonly kind: string
    readonly owner: string
    readonly rowSecurity: boolean
    readonly forced: boolean
  } | null
  readonly column: ColumnProperties | null
  /** Where the column is now, if it or its table was renamed or moved. */
  readonly movedTo: GuardTarget | null
  readonly columns: readonly ColumnRef[]
  readonly key: readonly KeyColumn[] | null
  readonly partitions: readonly PartitionState[]
  readonly policies: readonly PolicyState[]
  readonly indexes: readonly IndexState[]
  readonly constraints: readonly ConstraintState[]
  readonly triggers: readonly TriggerState[]
  readonly views: readonly ViewState[]
  /** The table around it; only where a snapshot recorded it. */
  readonly shape?: TableShape | undefined
}

/** What a difference is about. */
export type FindingKind =
  | 'schema-missing'
  | 'table-missing'
  | 'moved'
  | 'column-missing'
  | 'type-changed'
  | 'rls-disabled'
  | 'rls-not-forced'
  | 'policy-missing'
  | 'policy-changed'
  | 'policy-added'
  | 'index-missing'
  | 'index-changed'
  | 'index-invalid'
  | 'constraint-missing'
  | 'trigger-missing'
  | 'view-missing'
  | 'partition-missing'
  | 'snapshot-missing'
  | 'not-null-dropped'
  | 'default-changed'
  | 'comment-changed'
  | 'storage-changed'
  | 'grants-changed'
  | 'key-missing'
  | 'values-lost'
  | 'values-changed'
  | 'rows-deleted'
  | 'rows-added'
  | 'guard-missing'
  | 'guard-disabled'

/** One difference between what the guard recorded and what the database has. */
export interface Finding {
  readonly kind: FindingKind
  /** `schema.table.column`. */
  readonly column: string
  /** The thing itself: an index's or a policy's name, else the column. */
  readonly object: string
  /** For a person: what was expected and what is there. */
  readonly message: string
  /** Rows concerned, for findings about data. */
  readonly rows?: number | undefined
  /** False for what is only worth knowing: rows that the application added or deleted since the snapshot. */
  readonly loss: boolean
}

/** How the guard reaches the database: a URL, or a function that opens a session of its own each time. */
export type GuardSource = string | (() => Promise<GuardSession>)

/** A session that the guard opened and closes. A `pg` Client is one. */
export interface GuardSession extends Queryable {
  end(): Promise<void>
}

/** Told of what happens, for a progress bar. `total` is undefined while it is not known. */
export type GuardProgress = (step: {
  readonly phase: 'snapshot' | 'verify' | 'data' | 'index'
  readonly object: string
  readonly done: number
  readonly total: number | undefined
}) => void
