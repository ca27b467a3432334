import { planIn } from '../plan/plan.ts'
import type { Plan, PlanOptions } from '../plan/types.ts'
import { inTransaction, withSession } from '../session.ts'
import type { Database, RlsDefinition } from '../types.ts'
import { explainJournal } from './explain.ts'
import { type JournalEntry, readJournal } from './journal.ts'

/** How a database stands to a definition. */
export interface Status {
  /**
   * `clean`: as the definition says. `pending`: never applied, or the definition went on. `drifted`: it was as
   * the last applied plan left it, and then somebody changed the database. `building`: indexes are not finished.
   */
  readonly state: 'clean' | 'pending' | 'drifted' | 'building'
  /** What `apply` would do, and what stands in its way. */
  readonly plan: Plan
  readonly journal: readonly JournalEntry[]
}

/**
 * Reports drift and what was applied when. Changes nothing.
 *
 * @throws {@link RlsKitError} `CHANGED_OBJECT` where the journal was edited, `PRIVILEGE_MISSING` where it may not be read.
 */
export function status(database: Database, rls: RlsDefinition, options: PlanOptions = {}): Promise<Status> {
  return withSession(database, (session) =>
    inTransaction(session, 'begin transaction isolation level repeatable read read only', async () => {
      const plan = await planIn(session, rls, options)
      const journal = await readJournal(session)
      const live = journal.filter((entry) => entry.state !== 'rolled-back')
      const last = live.at(-1)
      return { state: judge(plan, last, live), plan, journal }
    }).catch((error: unknown) => {
      throw explainJournal(error)
    }),
  )
}

function judge(plan: Plan, last: JournalEntry | undefined, live: readonly JournalEntry[]): Status['state'] {
  if (plan.steps.length === 0 && plan.problems.length === 0) return 'clean'
  if (last === undefined) return 'pending'
  if (
    last.state === 'building' &&
    plan.problems.length === 0 &&
    plan.steps.every((step) => step.concurrent)
  ) {
    return 'building'
  }
  // A step that was applied before and is due again was undone by somebody.
  const done = new Set(live.flatMap((entry) => entry.steps.map((step) => step.sql)))
  const undone = plan.steps.some((step) => done.has(step.sql) && step.kind !== 'seal-policies')
  const changed = plan.problems.some(
    (problem) => problem.code === 'CHANGED_OBJECT' || problem.code === 'FOREIGN_OBJECT',
  )
  return undone || changed ? 'drifted' : 'pending'
}
