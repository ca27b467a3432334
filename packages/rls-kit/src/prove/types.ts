/** What was tried. Each is a column of the matrix. */
export type Action =
  | 'select'
  | 'no tenant'
  | 'copy out'
  | 'returning'
  | 'insert'
  | 'copy in'
  | 'update'
  | 'move'
  | 'delete'
  | 'upsert'
  | 'merge'
  | 'truncate'
  | 'ddl'
  | 'trigger'
  | 'foreign key'
  | 'unique'
  | 'call'
  | 'leakproof'
  | 'shadow'
  | 'depends'
  | 'set role'
  | 'program'
  | 'publish'

/**
 * `held`: it was allowed to try, and another tenant's rows stayed out of reach. `denied`: it has no privilege.
 * `leak`: another tenant's rows were reached. `unproven`: it could not be tried, so nothing is known.
 * `unsupported`: this server has no such command.
 */
export type Outcome = 'held' | 'denied' | 'leak' | 'unproven' | 'unsupported'

/** One thing that was tried on one object. */
export interface Probe {
  /** `public.notes`, `public.find_notes(text)`, or a role's name. */
  readonly object: string
  readonly kind:
    | 'table'
    | 'partition'
    | 'view'
    | 'materialized view'
    | 'foreign table'
    | 'function'
    | 'role'
    | 'publication'
  readonly action: Action
  readonly outcome: Outcome
  /** What happened, as one sentence. */
  readonly detail: string
}

/** Options of `prove`. */
export interface ProveOptions {
  /**
   * The database may be spoilt: it is a copy, or a test database. Without it `prove` refuses. Everything is rolled
   * back, but sequences move, locks are taken, and functions are called.
   */
  disposable: true
  /** Volatile functions that may be called, as `schema.name`. The others count as unproven. */
  allowVolatile?: readonly string[] | undefined
  /**
   * Rows may be committed and deleted again, which is the only way to see what a publication sends. Default false:
   * publications of tenant tables count as unproven.
   */
  allowCommit?: boolean | undefined
  /** How many rows each tenant gets in a table, at most. Default 4. */
  rows?: number | undefined
}

/** What was proven. */
export interface ProveResult {
  readonly database: string
  /** `server_version_num`, such as 180004. */
  readonly serverVersion: number
  readonly app: string
  /** Whether the probes ran under SET SESSION AUTHORIZATION, which makes SET ROLE answer as it would to the app. */
  readonly sessionAuthorization: boolean
  readonly tenants: readonly [string, string]
  readonly probes: readonly Probe[]
  /** No leak, and nothing unproven. */
  readonly proven: boolean
  /** What this server cannot do, and what was left out. */
  readonly notes: readonly string[]
}
