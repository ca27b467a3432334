/** The four commands that a policy can stand for. */
export type Command = 'select' | 'insert' | 'update' | 'delete'

/** The types that a tenant's id, or a user's id, may have. */
export type IdType = 'uuid' | 'text' | 'bigint'

/** How the tenant of a transaction is told to the server. */
export interface TenantConfig {
  /** The setting that holds the tenant's id inside a transaction. It needs a dot. Default `app.tenant_id`. */
  setting?: string | undefined
  /** The type of tenant columns. */
  type: IdType
  /** The setting that holds the user's id, for rules inside a tenant. Default `app.user_id`. */
  userSetting?: string | undefined
  /** The type of user columns. Default: that of the tenant. */
  userType?: IdType | undefined
}

/** The database roles. None of them is created with a login or a password: that stays yours. */
export interface RolesConfig {
  /** The role as which tenant queries run: no superuser, no BYPASSRLS, owner of nothing. */
  app: string
  /** The role that owns the tables. When given, `apply` makes sure that it exists and that `app` is no member. */
  owner?: string | undefined
  /** The role as which migrations run; it is made a member of `owner`. */
  migrator?: string | undefined
}

/** Rows belong to projects (or the like), and a user reaches only those that he or she is a member of. */
export interface MembershipRule {
  /** The column of this table that names the project. */
  column: string
  /** The table of memberships, `table` or `schema.table`. */
  memberOf: string
  /** The column of the membership table that names the project. Default: the same as `column`. */
  key?: string | undefined
  /** The column of the membership table that names the user. Default `user_id`. */
  user?: string | undefined
  /** The commands that this rule narrows. Default: all of the table's. */
  commands?: readonly Command[] | undefined
}

/** Rows belong to one user inside the tenant. */
export interface OwnerRule {
  /** The column of this table that names the user. */
  owner: string
  /** The commands that this rule narrows. Default: all of the table's. */
  commands?: readonly Command[] | undefined
}

/** A predicate of your own, in SQL, over the columns of this table. It is trusted: it goes in as written. */
export interface PredicateRule {
  /** A boolean SQL expression. */
  using: string
  /** The expression for new rows. Default: the same as `using`. */
  check?: string | undefined
  /** The commands that this rule narrows. Default: all of the table's. */
  commands?: readonly Command[] | undefined
}

/** A rule that holds besides the tenant's: both must be true. */
export type AlsoRule = MembershipRule | OwnerRule | PredicateRule

/** A column that schema-push tools must not drop or retype. */
export interface GuardColumnConfig {
  /** The column's name. */
  column: string
  /** Its type as PostgreSQL writes it, such as `vector(1536)`. */
  type: string
  /** Where its data is kept: in a snapshot table inside the database. Default `snapshot`. */
  data?: 'snapshot' | undefined
}

/** How one table is isolated: exactly one of `tenant`, `via` and `shared`. */
export interface TableConfig {
  /** The column that holds the tenant's id. */
  tenant?: string | undefined
  /** The tenant is that of a row of another declared table. */
  via?:
    | {
        /** The other table, `table` or `schema.table`. */
        table: string
        /** The column of this table that points at it. */
        column: string
        /** The column of the other table that is pointed at. Default `id`. */
        references?: string | undefined
      }
    | undefined
  /** No tenant: `read` lets every tenant read it and none write, `write` lets every tenant do both. */
  shared?: 'read' | 'write' | undefined
  /** Rules besides the tenant's. */
  also?: AlsoRule | readonly AlsoRule[] | undefined
  /** What the app role may do. Default: all four; for `shared: 'read'` only select. */
  commands?: readonly Command[] | undefined
  /** Whether `apply` makes an index that leads with the tenant column where there is none. Default true. */
  index?: boolean | undefined
  /** Columns that the guard protects. */
  guard?: readonly GuardColumnConfig[] | undefined
}

/** What a user writes in rls.config.ts. */
export interface RlsConfig {
  tenant: TenantConfig
  roles: RolesConfig
  /** The schema of table names that carry none. Default `public`. */
  schema?: string | undefined
  tables: Record<string, TableConfig>
}

/** {@link AlsoRule} with its defaults filled in. */
export type AlsoDefinition =
  | {
      readonly kind: 'member'
      readonly column: string
      readonly table: { readonly schema: string; readonly name: string }
      readonly key: string
      readonly user: string
      readonly commands: readonly Command[]
    }
  | { readonly kind: 'owner'; readonly column: string; readonly commands: readonly Command[] }
  | {
      readonly kind: 'sql'
      readonly using: string
      readonly check: string
      readonly commands: readonly Command[]
    }

/** {@link GuardColumnConfig} with its defaults filled in. */
export interface GuardColumn {
  readonly column: string
  readonly type: string
  readonly data: 'snapshot'
}

/** {@link TableConfig} checked and with its defaults filled in. */
export interface TableDefinition {
  readonly schema: string
  readonly name: string
  readonly kind: 'tenant' | 'via' | 'shared'
  /** The tenant column, for the kind `tenant`. */
  readonly tenant: string | undefined
  readonly via:
    | {
        readonly table: { readonly schema: string; readonly name: string }
        readonly column: string
        readonly references: string
      }
    | undefined
  readonly shared: 'read' | 'write' | undefined
  readonly also: readonly AlsoDefinition[]
  readonly commands: readonly Command[]
  readonly index: boolean
  readonly guard: readonly GuardColumn[]
}

/** What {@link defineRls} returns: plain data, the same for the same configuration. */
export interface RlsDefinition {
  readonly tenant: {
    readonly setting: string
    readonly type: IdType
    readonly userSetting: string
    readonly userType: IdType
  }
  readonly roles: {
    readonly app: string
    readonly owner: string | undefined
    readonly migrator: string | undefined
  }
  /** In the order of declaration. */
  readonly tables: readonly TableDefinition[]
}

/** One session that can run a statement: a `pg` Client, a PoolClient, or a PGlite instance. */
export interface Queryable {
  // biome-ignore lint/suspicious/noExplicitAny: `pg` and PGlite type their rows in ways that only this accepts
  query(text: string, values?: any[]): Promise<{ rows: any[] }>
}

/** A `pg` Pool, as far as this package uses one for administration. */
export interface QueryablePool extends Queryable {
  readonly totalCount: number
  connect(): Promise<Queryable & { release(error?: Error | boolean): void }>
}

/** Where plan, apply, audit and the guard run: one session, or a pool from which they take one. */
export type Database = Queryable | QueryablePool
