import { RlsKitError } from '../errors.ts'
import { inTransaction, withSession } from '../session.ts'
import type { Database, Queryable } from '../types.ts'
import { takeLock } from './apply.ts'
import { explain, explainJournal } from './explain.ts'
import { type JournalEntry, readJournal, setState } from './journal.ts'
import { withLease } from './lease.ts'
import { type LockOptions, withLockRetry } from './retry.ts'

/**
 * Takes back the last applied plan, statement by statement in reverse, in one transaction. Roles stay: they
 * belong to the cluster, and other databases may use them.
 *
 * @throws {@link RlsKitError} `NOTHING_TO_ROLL_BACK`, `BUSY`, `LOCK_TIMEOUT`, or `PRIVILEGE_MISSING`.
 */
export function rollback(database: Database, options: LockOptions = {}): Promise<JournalEntry> {
  return withSession(database, async (session) => {
    const { result: entry } = await withLockRetry(options, () => undo(session, options))
    const concurrent = entry.steps.filter((step) => step.concurrent && step.undo !== undefined)
    if (concurrent.length > 0) {
      await withLease(database, session, async () => {
        for (const step of concurrent.toReversed()) await session.query(step.undo!)
      })
    }
    return entry
  })
}

async function undo(session: Queryable, options: LockOptions): Promise<JournalEntry> {
  let last: JournalEntry | undefined
  await inTransaction(session, 'begin', async () => {
    await takeLock(session, options)
    last = (await readJournal(session)).filter((entry) => entry.state !== 'rolled-back').at(-1)
    if (last === undefined) {
      throw new RlsKitError('NOTHING_TO_ROLL_BACK', 'The journal has no plan that is in force.', {
        advice: 'Nothing was changed.',
      })
    }
    for (const step of last.steps.toReversed()) {
      if (step.undo === undefined || step.concurrent) continue
      try {
        await session.query(step.undo)
      } catch (error) {
        throw explain(error, { object: step.object, sql: step.undo })
      }
    }
    await setState(session, last.id, 'rolled-back')
  }).catch((error: unknown) => {
    throw explainJournal(error)
  })
  return last!
}
