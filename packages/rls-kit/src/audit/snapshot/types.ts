/** One entry of an access control list. `grantee` 0 stands for PUBLIC. */
export interface Acl {
  readonly grantee: number
  readonly privilege: string
}

export interface RoleRow {
  readonly oid: number
  readonly name: string
  readonly superuser: boolean
  readonly bypassRls: boolean
  readonly createRole: boolean
  readonly inherit: boolean
  /** PostgreSQL's own roles, such as pg_read_all_data. */
  readonly builtin: boolean
}

/** `member` belongs to `role`. Before PostgreSQL 16 inheritance is the member's own attribute, and SET is always allowed. */
export interface MembershipRow {
  readonly role: number
  readonly member: number
  readonly inherit: boolean
  readonly set: boolean
  /** The member may grant the role to others, and so to itself, with whatever options. */
  readonly admin: boolean
}

/** `ALTER ROLE ... SET` or `ALTER DATABASE ... SET`. Role 0 stands for every role. */
export interface SettingRow {
  readonly role: number
  readonly wholeCluster: boolean
  /** `name=value`. */
  readonly entries: readonly string[]
}

export interface SchemaRow {
  readonly oid: number
  readonly name: string
  readonly owner: number
  readonly acl: readonly Acl[]
}

export interface DefaultAclRow {
  /** Whose new objects it concerns. */
  readonly role: number
  /** Null where it holds for every schema. */
  readonly schema: string | null
  readonly kind: string
  readonly acl: readonly Acl[]
}

export interface ColumnRow {
  readonly number: number
  readonly name: string
  /** As format_type writes it. */
  readonly type: string
  readonly typeOid: number
  readonly typmod: number
  readonly notNull: boolean
  /** The default's expression, or null. */
  readonly default: string | null
  /** `a` always, `d` by default, '' none. */
  readonly identity: string
  /** `s` stored, `v` virtual, '' none. */
  readonly generated: string
  readonly acl: readonly Acl[]
}

export interface RelationRow {
  readonly oid: number
  readonly schema: string
  readonly name: string
  /** `r` table, `p` partitioned table, `v` view, `m` materialized view, `f` foreign table, `S` sequence. */
  readonly kind: string
  readonly owner: number
  readonly rls: boolean
  readonly force: boolean
  readonly partition: boolean
  /** `FOR VALUES ...` of a partition, or null. */
  readonly bound: string | null
  /** The columns by which a partitioned table is split; 0 for an expression. */
  readonly partitionKey: readonly number[]
  /** `name=value` storage options, where a view keeps security_invoker. */
  readonly options: readonly string[]
  /** The view's or materialized view's query. */
  readonly definition: string | null
  readonly acl: readonly Acl[]
  readonly columns: readonly ColumnRow[]
}

export interface PolicyRow {
  readonly table: number
  readonly name: string
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete'
  readonly permissive: boolean
  /** Role oids; 0 stands for PUBLIC. */
  readonly roles: readonly number[]
  readonly using: string | null
  readonly check: string | null
}

export interface ConstraintRow {
  readonly table: number
  readonly name: string
  /** `p` primary key, `u` unique, `f` foreign key, `c` check, `x` exclusion. */
  readonly type: string
  readonly columns: readonly number[]
  /** The referenced table of a foreign key, else 0. */
  readonly references: number
  readonly referencedColumns: readonly number[]
  readonly definition: string
}

export interface IndexRow {
  readonly table: number
  readonly name: string
  readonly unique: boolean
  /** Of an exclusion constraint, which with = is a unique key by another name. */
  readonly exclusion: boolean
  readonly primary: boolean
  readonly valid: boolean
  readonly partial: boolean
  /** Key columns; 0 for an expression. */
  readonly columns: readonly number[]
}

export interface FunctionRow {
  readonly oid: number
  readonly schema: string
  readonly name: string
  /** Argument types of the call, as format_type writes them. */
  readonly args: readonly string[]
  /** How many of `args` have no default. */
  readonly required: number
  /** The last argument is VARIADIC. */
  readonly variadic: boolean
  readonly returns: string
  /** `f` function, `p` procedure, `a` aggregate, `w` window function. */
  readonly kind: string
  readonly owner: number
  readonly language: string
  readonly securityDefiner: boolean
  readonly leakproof: boolean
  /** `i` immutable, `s` stable, `v` volatile. */
  readonly volatility: string
  readonly settings: readonly string[]
  readonly source: string
  /** The extension that it belongs to, or null. */
  readonly extension: string | null
  readonly acl: readonly Acl[]
}

export interface TriggerRow {
  readonly table: number
  readonly name: string
  readonly function: number
}

export interface RuleRow {
  readonly table: number
  readonly name: string
  readonly definition: string
}

export interface InheritanceRow {
  readonly parent: number
  readonly child: number
}

export interface PublicationRow {
  readonly name: string
  readonly allTables: boolean
  /** `filter` is null where every row is published; `schema` is there where the table is published with its schema. */
  readonly tables: readonly {
    readonly table: number
    readonly filter: string | null
    readonly schema?: string
  }[]
}

export interface ExtensionRow {
  readonly name: string
  readonly schema: string
}

/** Enums, domains and base types that columns of user tables have. */
export interface TypeRow {
  readonly oid: number
  readonly name: string
  /** `e` enum, `d` domain, `b` base, `c` composite, `r` range, `m` multirange. */
  readonly kind: string
  readonly category: string
  readonly base: number
  readonly baseType: string | null
  readonly baseTypmod: number
  readonly labels: readonly string[]
  readonly checks: readonly { readonly name: string; readonly definition: string }[]
}

/** All that audit and prove know of a database, read in one snapshot. */
export interface Snapshot {
  /** `server_version_num`, such as 180004. */
  readonly version: number
  readonly database: string
  readonly user: string
  /** The database's owner, who is a member of pg_database_owner without a grant. */
  readonly databaseOwner: number
  readonly roles: readonly RoleRow[]
  readonly memberships: readonly MembershipRow[]
  readonly settings: readonly SettingRow[]
  readonly schemas: readonly SchemaRow[]
  readonly defaultAcls: readonly DefaultAclRow[]
  readonly relations: readonly RelationRow[]
  readonly policies: readonly PolicyRow[]
  readonly constraints: readonly ConstraintRow[]
  readonly indexes: readonly IndexRow[]
  /** Functions of PostgreSQL itself that read or write the server's files, with who may execute them. */
  readonly fileFunctions: readonly {
    readonly name: string
    readonly args: string
    readonly acl: readonly Acl[]
  }[]
  readonly functions: readonly FunctionRow[]
  readonly triggers: readonly TriggerRow[]
  readonly rules: readonly RuleRow[]
  readonly inheritance: readonly InheritanceRow[]
  /** Which relations a view or materialized view reads. */
  readonly reads: readonly { readonly view: number; readonly relation: number }[]
  readonly publications: readonly PublicationRow[]
  readonly extensions: readonly ExtensionRow[]
  readonly types: readonly TypeRow[]
}
