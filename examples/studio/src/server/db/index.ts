import type { TenantTransaction } from '@nyxcore/rls-kit'
import { readConfig } from '../config.ts'
import type { Session } from '../session.ts'
import { type Database, openDatabase } from './open.ts'
import { seed } from './seed.ts'

/** Next evaluates a module several times in one process; the database is opened once. */
const place = Symbol.for('nyx.studio.database')
type Holder = typeof globalThis & { [place]?: Promise<Database> | undefined }

/** The database, opened on first use. An opening that failed is not kept: the next call tries again. */
export function database(): Promise<Database> {
  const holder = globalThis as Holder
  holder[place] ??= openDatabase(readConfig(), 'nyx studio')
    .then(async (db) => {
      await seed(db.tenants)
      return db
    })
    .catch((error) => {
      holder[place] = undefined
      throw error
    })
  return holder[place]
}

/** Closes it, if it was opened. */
export async function closeDatabase(): Promise<void> {
  const holder = globalThis as Holder
  const opening = holder[place]
  holder[place] = undefined
  await (await opening?.catch(() => undefined))?.close()
}

/** Runs `work` in one transaction as the session's tenant and user. Every query of a request goes through here. */
export async function asTenant<T>(session: Session, work: (tx: TenantTransaction) => Promise<T>): Promise<T> {
  const { tenants } = await database()
  return tenants.withTenant(session.tenantId, work, { user: session.userId })
}

/** Runs one statement likewise, in one round trip, and answers its rows. */
export async function rowsAs<R extends Record<string, unknown>>(
  session: Session,
  sql: string,
  values: unknown[] = [],
): Promise<R[]> {
  const { tenants } = await database()
  const result = await tenants.query<R>(session.tenantId, sql, values, { user: session.userId })
  return result.rows
}
