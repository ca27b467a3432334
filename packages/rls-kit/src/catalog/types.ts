/** A policy as the catalog has it. */
export interface PolicyState {
  readonly name: string
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete'
  readonly permissive: boolean
  /** Role names; `public` stands for every role. */
  readonly roles: readonly string[]
  readonly using: string | null
  readonly check: string | null
  readonly comment: string | null
  /** A digest of everything above but the comment, made by the server. */
  readonly seen: string
}

export interface ColumnState {
  readonly name: string
  readonly type: string
  readonly notNull: boolean
}

export interface IndexState {
  readonly schema: string
  readonly name: string
  /** The first key column, or null where it is an expression. */
  readonly leading: string | null
  readonly valid: boolean
  readonly partial: boolean
  readonly comment: string | null
}

/** A table, partition or child table. */
export interface TableState {
  readonly oid: number
  readonly schema: string
  readonly name: string
  /** `r` table, `p` partitioned table, `f` foreign table, `v` view, `m` materialized view. */
  readonly kind: string
  readonly owner: string
  readonly rls: boolean
  readonly force: boolean
  /** The planner's estimate; -1 where the table was never analysed. */
  readonly estimatedRows: number
  readonly columns: readonly ColumnState[]
  readonly policies: readonly PolicyState[]
  /** Privileges of the app role and of `public`, as `grantee:PRIVILEGE`. */
  readonly grants: readonly string[]
  readonly indexes: readonly IndexState[]
  /** Partitions and inheritance children, at any depth. */
  readonly children: readonly string[]
  /** Sequences of serial columns, and whether the app role may use them. */
  readonly sequences: readonly { readonly schema: string; readonly name: string; readonly usable: boolean }[]
  /** Whether the session's role may alter it: it is a superuser, the owner, or a member of the owner. */
  readonly alterable: boolean
}

export interface RoleState {
  readonly name: string
  readonly superuser: boolean
  readonly bypassRls: boolean
  readonly createRole: boolean
  readonly login: boolean
  /** Roles that it is a member of, directly or not. */
  readonly memberOf: readonly string[]
}

/** What plan, status and rollback know of a database: one snapshot. */
export interface Catalog {
  /** `server_version_num`, such as 180004. */
  readonly version: number
  readonly database: string
  readonly user: string
  readonly superuser: boolean
  readonly canCreateRole: boolean
  readonly canCreateSchema: boolean
  readonly tables: ReadonlyMap<string, TableState>
  readonly roles: ReadonlyMap<string, RoleState>
  /** Schemas that exist, and whether the app role may use them. */
  readonly schemas: ReadonlyMap<string, boolean>
  /** Tables elsewhere that carry policies of rls-kit: renamed, or dropped from the definition. */
  readonly strays: readonly string[]
}
