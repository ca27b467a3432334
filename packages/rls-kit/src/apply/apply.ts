import { RlsKitError } from '../errors.ts'
import { planIn } from '../plan/plan.ts'
import type { Plan, PlanOptions, PlanStep } from '../plan/types.ts'
import { inTransaction, withSession } from '../session.ts'
import type { Database, Queryable, RlsDefinition } from '../types.ts'
import { explain, explainJournal } from './explain.ts'
import { addEntry, ensureJournal, setState } from './journal.ts'
import { busy, leaseHeld, withLease } from './lease.ts'
import { type LockOptions, withLockRetry } from './retry.ts'

/** What `apply` takes. */
export interface ApplyOptions extends PlanOptions, LockOptions {
  /** Run everything and roll it back: shows that each statement would succeed. Default false. */
  dryRun?: boolean | undefined
}

/** What `apply` did. */
export interface ApplyResult {
  /** The plan as it was carried out; no steps where the database was as it should be. */
  readonly plan: Plan
  readonly applied: boolean
  /** How often the transaction was begun, counting retries for locks. */
  readonly attempts: number
}

/** The key of the transaction's advisory lock: the first eight bytes of SHA-256("rls-kit apply"), as a bigint. */
const lockKey = '-8750016824973343211'

class DryRun extends Error {}

/**
 * Makes a database what the definition says: one transaction, under an advisory lock that a pooler cannot lose,
 * with a lock timeout so that the application is never stopped behind it. Calling it again does nothing. Indexes
 * of large tables are built afterwards with CONCURRENTLY; what a crash leaves of them the next call finishes.
 *
 * @throws {@link RlsKitError} `BUSY`, `LOCK_TIMEOUT`, the code of the first problem of the plan, or
 * `PRIVILEGE_MISSING`. After any of them the database is as it was before.
 * @example
 * ```ts
 * import { apply, defineRls } from '@nyxcore/rls-kit'
 * import pg from 'pg'
 *
 * const rls = defineRls({ tenant: { type: 'uuid' }, roles: { app: 'nyx_app' }, tables: { notes: { tenant: 'tenant_id' } } })
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
 * const { plan } = await apply(pool, rls)
 * console.log(`${plan.steps.length} steps`)
 * ```
 */
export function apply(
  database: Database,
  rls: RlsDefinition,
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  return withSession(database, async (session) => {
    const { result, attempts } = await withLockRetry(options, () => transactional(session, rls, options))
    const { plan, entry } = result
    const concurrent = plan.steps.filter((step) => step.concurrent)
    if (concurrent.length > 0 && !options.dryRun) {
      await withLease(database, session, async () => {
        for (const step of concurrent) await runStep(session, step)
      })
      if (entry !== undefined) await setState(session, entry, 'applied')
    }
    return { plan, applied: plan.steps.length > 0 && !options.dryRun, attempts }
  })
}

async function transactional(
  session: Queryable,
  rls: RlsDefinition,
  options: ApplyOptions,
): Promise<{ plan: Plan; entry: number | undefined }> {
  let outcome: { plan: Plan; entry: number | undefined } | undefined
  try {
    await inTransaction(session, 'begin', async () => {
      await takeLock(session, options)
      const plan = await planIn(session, rls, options)
      refuse(plan)
      outcome = { plan, entry: undefined }
      if (plan.steps.length === 0) return
      await ensureJournal(session)
      const inside = plan.steps.filter((step) => !step.concurrent)
      for (const step of inside) await runStep(session, step)
      const state = inside.length < plan.steps.length ? 'building' : 'applied'
      outcome = { plan, entry: await addEntry(session, plan.steps, state) }
      if (options.dryRun) throw new DryRun()
    })
  } catch (error) {
    if (!(error instanceof DryRun)) throw explainJournal(error)
  }
  return outcome!
}

/** Takes the lock of deployers, and sets how long each statement may wait for the tables. */
export async function takeLock(session: Queryable, options: LockOptions): Promise<void> {
  const { rows } = await session.query('select pg_try_advisory_xact_lock($1::bigint) as locked', [lockKey])
  if (rows[0]?.locked !== true) throw busy()
  const lease = await session.query(`select to_regclass('rls_kit.lease') is not null as ready`)
  if (lease.rows[0]?.ready === true) {
    const held = await session.query(`select 1 from rls_kit.lease l where ${leaseHeld}`)
    if (held.rows.length > 0) throw busy()
  }
  await session.query("select set_config('lock_timeout', $1, true)", [`${options.lockTimeout ?? 2_000}ms`])
}

function refuse(plan: Plan): void {
  const [first] = plan.problems
  if (first === undefined) return
  const lines = plan.problems.map((problem) => `  - ${problem.message}\n    ${problem.advice}`)
  throw new RlsKitError(
    first.code,
    plan.problems.length === 1
      ? first.message
      : `${plan.problems.length} things stand in the way:\n${lines.join('\n')}`,
    { advice: plan.problems.length === 1 ? first.advice : 'Nothing was changed.' },
  )
}

async function runStep(session: Queryable, step: PlanStep): Promise<void> {
  try {
    await session.query(step.sql)
  } catch (error) {
    throw explain(error, step)
  }
}
