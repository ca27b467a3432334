/** What PostgreSQL's documentation says that a hole lets one tenant do with another tenant's rows. */
export type Leak =
  /** Read them. */
  | 'reads'
  /** Plant rows among them, or change them. */
  | 'writes'
  /** Remove them. */
  | 'destroys'
  /** Learn which of them exist. */
  | 'existence'

/** One hole, made in the hardened schema. */
export interface Hole {
  /** The number and id of the rule that is there to find it. */
  readonly number: number
  readonly rule: string
  /** What PostgreSQL's documentation says of it; `none` where no row of another tenant is reached by it. */
  readonly leak: Leak | 'none'
  /** The chapter that says so. */
  readonly source: string
  /** What the documentation of PostgreSQL 14 and 15 says instead. */
  readonly before16?: { readonly leak: Leak; readonly source: string } | undefined
  /** The lint of Supabase's splinter that covers at least part of it. */
  readonly splinter: string | undefined
  /** Makes the hole, as a superuser. `database` is quoted. */
  readonly make: (database: string) => string
  /** Takes back what is not inside the database. */
  readonly undo?: (() => string) | undefined
}
