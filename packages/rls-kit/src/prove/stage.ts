import type { AuditContext } from '../audit/context.ts'
import type { RelationRow } from '../audit/snapshot/types.ts'
import { sqlState } from '../errors.ts'
import { quoteIdent, quoteLiteral } from '../sql.ts'
import type { Queryable } from '../types.ts'
import type { Probe } from './types.ts'

/** Column texts of one row, as the server writes them. */
export type Row = Readonly<Record<string, string | null>>

/** One of the two synthetic tenants. */
export interface Side {
  readonly tenant: string
  /** The user inside the tenant; found after filling where a foreign key decides it. */
  user: string
  readonly marker: string
  /** Texts that occur in this tenant's rows and nowhere else. */
  readonly marks: Set<string>
}

/** The rows that were put into a table, or why that did not succeed. */
export interface Filled {
  readonly relation: RelationRow
  readonly a: Row[]
  readonly b: Row[]
  /** Rows that would fit in, and are not there. */
  spareA: Row | undefined
  spareB: Row | undefined
  reason: string | undefined
}

/** Whom a probe plays: tenant A, tenant B, or a session that has said no tenant. */
export type As = 'a' | 'b' | 'nobody'

/** Everything that a probe needs. */
export interface Stage {
  readonly session: Queryable
  readonly context: AuditContext
  readonly app: string
  /** SET SESSION AUTHORIZATION is allowed: the login is a superuser. */
  readonly authorized: boolean
  readonly sides: { readonly a: Side; readonly b: Side }
  readonly tables: ReadonlyMap<number, Filled>
  /** What the server would set when the app role logs in. */
  readonly loginSettings: readonly (readonly [string, string])[]
  readonly allowVolatile: ReadonlySet<string>
  /** Functions and aggregates of PostgreSQL that have no effects. */
  readonly quiet: ReadonlySet<string>
  readonly probes: Probe[]
}

export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown; readonly code: string }

/** Takes the identity of the app role and of one side, until the surrounding savepoint is rolled back. */
export async function become(stage: Stage, as: As): Promise<void> {
  const { session, context, sides } = stage
  const setting = context.tenancy.setting ?? 'app.tenant_id'
  const user = context.definition?.tenant.userSetting
  await session.query(
    `set local ${stage.authorized ? 'session authorization' : 'role'} ${quoteIdent(stage.app)}`,
  )
  if (as === 'nobody') {
    await set(session, setting, '')
    if (user !== undefined) await set(session, user, '')
    for (const [name, value] of stage.loginSettings) await set(session, name, value)
  } else {
    await set(session, setting, sides[as].tenant)
    if (user !== undefined) await set(session, user, sides[as].user)
  }
}

const set = (session: Queryable, name: string, value: string): Promise<unknown> =>
  session.query('select set_config($1, $2, true)', [name, value])

/** Back to the login, inside a probe. */
export async function unbecome(stage: Stage): Promise<void> {
  // by name, because RESET SESSION AUTHORIZATION does nothing on PGlite
  const login = quoteIdent(stage.context.snapshot.user)
  await stage.session.query(stage.authorized ? `set local session authorization ${login}` : 'reset role')
}

/** Runs `work` as the app in a savepoint of its own, and takes back whatever it did. */
export async function attempt<T>(
  stage: Stage,
  as: As | 'login',
  work: (session: Queryable) => Promise<T>,
): Promise<Attempt<T>> {
  const { session } = stage
  await session.query('savepoint rls_kit_probe')
  try {
    if (as !== 'login') await become(stage, as)
    return { ok: true, value: await work(session) }
  } catch (error) {
    const code = sqlState(error)
    if (code === undefined || code.startsWith('57P') || code.startsWith('08')) throw error // the connection is gone
    return { ok: false, error, code }
  } finally {
    await session.query('rollback to savepoint rls_kit_probe')
    await session.query('release savepoint rls_kit_probe')
    await unbecome(stage) // PostgreSQL has done so by now; PGlite has not
  }
}

/** How many rows a statement touched: `pg` and PGlite say it in different places. */
export function affected(result: unknown): number {
  const { rowCount, affectedRows } = result as { rowCount?: number | null; affectedRows?: number }
  return rowCount ?? affectedRows ?? 0
}

/** The message of an error, for a probe's detail. */
export function reasonOf(failure: { readonly error: unknown }): string {
  return String((failure.error as Error).message ?? failure.error).split('\n')[0] as string
}

/** Whether an error says that a privilege is missing, rather than that a policy said no. Not by its translated text. */
export function isPrivilege(failure: { readonly error: unknown; readonly code: string }): boolean {
  if (failure.code !== '42501') return false
  const { routine } = failure.error as { routine?: string }
  return routine === undefined
    ? /^permission denied/.test(reasonOf(failure))
    : !/WithCheckOptions|row_security/i.test(routine)
}

/** A text as a literal of a column's type. */
export function literal(text: string | null, type: string): string {
  return text === null ? 'null' : `${quoteLiteral(text)}::${type}`
}

/** SQL that is true where the row `rls_kit_row` carries one of the texts in `$1`. */
export const carriesMark =
  'exists (select from unnest($1::text[]) as m(x) where strpos(rls_kit_row::text, m.x) > 0)'
