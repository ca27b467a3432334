import { RlsKitError, sqlState } from '../errors.ts'

/** How long to wait for locks, and how often. */
export interface LockOptions {
  /** How long a statement waits for a lock, in milliseconds, before the whole transaction gives way. Default 2,000. */
  lockTimeout?: number | undefined
  /** How often the transaction is tried again after that. Default 5. */
  retries?: number | undefined
}

/** The pause before attempt `attempt` (1 is the first retry), in milliseconds: 200, 400, ... up to 5,000, with jitter. */
export function backoff(attempt: number, random: number = Math.random()): number {
  const ceiling = Math.min(5_000, 200 * 2 ** (attempt - 1))
  return Math.round(ceiling / 2 + (ceiling / 2) * random)
}

/** Lock timeout, and deadlock, which a second try usually survives. */
const waitable = new Set(['55P03', '40P01'])

/** Tries `work` until it gets its locks. A long queue behind our own waiting lock would stop the application. */
export async function withLockRetry<T>(
  options: LockOptions,
  work: (attempt: number) => Promise<T>,
): Promise<{ result: T; attempts: number }> {
  const retries = options.retries ?? 5
  for (let attempt = 1; ; attempt++) {
    try {
      return { result: await work(attempt), attempts: attempt }
    } catch (error) {
      if (!waitable.has(sqlState(error) ?? '')) throw error
      if (attempt > retries) {
        throw new RlsKitError(
          'LOCK_TIMEOUT',
          `The tables were locked by others in all of ${attempt} attempts.`,
          {
            cause: error,
            advice:
              'Look in pg_stat_activity for long transactions, end them, and try again. Nothing was changed.',
          },
        )
      }
      await new Promise((resolve) => setTimeout(resolve, backoff(attempt)))
    }
  }
}
