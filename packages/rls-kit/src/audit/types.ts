import type { AuditContext } from './context.ts'

/** `error`: rows of another tenant can be reached. `warning`: a safeguard is missing. `info`: speed or tidiness. */
export type Severity = 'error' | 'warning' | 'info'

/** What one rule found at one object. */
export interface Finding {
  /** The rule's id, such as `rls-disabled`. */
  readonly rule: string
  readonly severity: Severity
  /** What it concerns: `public.notes`, `public.notes.policy_name`, or a role's name. */
  readonly object: string
  /** What the catalog says, as one sentence. */
  readonly evidence: string
  /** Why that matters, as the rule tells it. */
  readonly why: string
  /** SQL that mends it. Where a person has to decide, the statement stands in a comment. */
  readonly fix: string
}

/** What a rule's check yields; the rest comes from the rule. */
export interface RuleHit {
  readonly object: string
  readonly evidence: string
  readonly fix: string
  /** Overrides the rule's own. */
  readonly severity?: Severity | undefined
}

/** One rule of the catalogue. A new one is one file in `rules/` and one line in `rules.ts`. */
export interface AuditRule {
  readonly id: string
  /** Its place in the catalogue; it never changes. */
  readonly number: number
  readonly severity: Severity
  /** What it finds, as one line. */
  readonly title: string
  /** Why it matters. */
  readonly why: string
  /** Needs to know the app role; without it the rule is skipped, and the result says so. */
  readonly needsApp?: boolean | undefined
  check(context: AuditContext): Iterable<RuleHit>
}

/** Options of `audit`. */
export interface AuditOptions {
  /** The role as which tenant queries run. Default: the definition's, else the one role that policies name. */
  app?: string | undefined
  /** Ids of the rules to run. Default: all. */
  rules?: readonly string[] | undefined
  /** Ids of rules to leave out. */
  ignore?: readonly string[] | undefined
  /** Findings that were accepted, as `rule object` lines (see `readBaseline`). */
  baseline?: ReadonlySet<string> | undefined
}

/** What an audit found. */
export interface AuditResult {
  readonly database: string
  /** `server_version_num`, such as 180004. */
  readonly serverVersion: number
  readonly app: string | undefined
  /** The tables taken for tenants' own, and how that is known. */
  readonly tables: readonly { readonly table: string; readonly by: 'definition' | 'policy' | 'column name' }[]
  /** Worst first. */
  readonly findings: readonly Finding[]
  /** How many findings the baseline accepted. */
  readonly accepted: number
  /** Lines of the baseline that match nothing any more. */
  readonly stale: readonly string[]
  /** Rules that did not run, and why. */
  readonly skipped: readonly { readonly rule: string; readonly reason: string }[]
  /** What was assumed, or could not be told. */
  readonly notes: readonly string[]
}
