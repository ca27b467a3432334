import type { Database, Queryable, QueryablePool } from '../types.ts'

/** Runs `work` in one read-only snapshot, on a client of its own where a pool was given. */
export async function readOnly<T>(database: Database, work: (session: Queryable) => Promise<T>): Promise<T> {
  const pooled = typeof (database as Partial<QueryablePool>).totalCount === 'number'
  const session = pooled ? await (database as QueryablePool).connect() : database
  try {
    await session.query('begin transaction isolation level repeatable read read only')
    try {
      return await work(session)
    } finally {
      await session.query('rollback')
    }
  } finally {
    if (pooled) (session as Queryable as Queryable & { release(): void }).release()
  }
}
