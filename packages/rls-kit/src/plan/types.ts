/** What a step does, for programs that read a plan. */
export type StepKind =
  | 'create-role'
  | 'grant-role'
  | 'grant-schema'
  | 'set-owner'
  | 'enable-rls'
  | 'force-rls'
  | 'drop-policy'
  | 'create-policy'
  | 'seal-policies'
  | 'grant'
  | 'revoke'
  | 'close-child'
  | 'drop-index'
  | 'create-index'

/** One statement of a plan. */
export interface PlanStep {
  readonly kind: StepKind
  /** What it concerns, for a person: `public.project_notes`, or a role's name. */
  readonly object: string
  /** Why it is there, as one line. */
  readonly why: string
  readonly sql: string
  /** The statement that takes it back, or undefined where there is nothing to take back. */
  readonly undo: string | undefined
  /** It cannot run inside a transaction (CREATE INDEX CONCURRENTLY). */
  readonly concurrent: boolean
}

/** Something that stops a plan from being applied. */
export interface PlanProblem {
  readonly code:
    | 'TABLE_MISSING'
    | 'COLUMN_MISSING'
    | 'PRIVILEGE_MISSING'
    | 'FOREIGN_OBJECT'
    | 'CHANGED_OBJECT'
    | 'UNSAFE_LOGIN'
    | 'CONFIG_INVALID'
  readonly object: string
  readonly message: string
  readonly advice: string
}

/** The difference between a definition and a database. */
export interface Plan {
  readonly steps: readonly PlanStep[]
  readonly problems: readonly PlanProblem[]
  /** A digest over the statements: the same plan has the same one. */
  readonly checksum: string
}

/** What may be done to objects that rls-kit would otherwise refuse. */
export interface PlanOptions {
  /** Policies that are not rls-kit's and may be dropped, as `schema.table.policy`. */
  replace?: readonly string[] | undefined
  /** Whether policies of rls-kit that somebody altered by hand are made anew. Default false: they are refused. */
  overwriteChanged?: boolean | undefined
  /**
   * Whether indexes are built with CONCURRENTLY, outside the transaction. Default `auto`: for tables that the
   * planner takes for larger than 10,000 rows.
   */
  concurrently?: 'auto' | boolean | undefined
}
