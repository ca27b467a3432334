import type { Database, Queryable, QueryablePool } from './types.ts'

/** Tells a pool from a client: both can connect, only a pool counts its clients. */
export function isPool(database: Database): database is QueryablePool {
  return typeof (database as Partial<QueryablePool>).totalCount === 'number'
}

/** Runs `work` on one session, taken from the pool where one was given. */
export async function withSession<T>(
  database: Database,
  work: (session: Queryable) => Promise<T>,
): Promise<T> {
  if (!isPool(database)) return work(database)
  const client = await database.connect()
  let failure: unknown
  try {
    return await work(client)
  } catch (error) {
    failure = error
    throw error
  } finally {
    client.release(failure === undefined ? undefined : failure instanceof Error ? failure : true)
  }
}

/** Runs `work` inside a transaction, which is rolled back when it throws. */
export async function inTransaction<T>(
  session: Queryable,
  begin: string,
  work: () => Promise<T>,
): Promise<T> {
  await session.query(begin)
  let result: T
  try {
    result = await work()
  } catch (error) {
    await session.query('rollback').catch(() => {}) // the first error is the one that says why
    throw error
  }
  await session.query('commit')
  return result
}
