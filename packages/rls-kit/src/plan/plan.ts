import { readCatalog } from '../catalog/read.ts'
import { RlsKitError } from '../errors.ts'
import { inTransaction, withSession } from '../session.ts'
import type { Database, Queryable, RlsDefinition } from '../types.ts'
import { diff } from './diff.ts'
import type { Plan, PlanOptions } from './types.ts'

/** The oldest server that rls-kit works on. */
export const oldestServer = 140_000

/**
 * Compares a definition with a database and says what is to be done. Changes nothing: it reads one snapshot in
 * a read-only transaction.
 *
 * @throws {@link RlsKitError} `SERVER_TOO_OLD` below PostgreSQL 14. What stands in the way of applying is not
 * thrown but listed in `problems`.
 * @example
 * ```ts
 * import { defineRls, plan } from '@nyxcore/rls-kit'
 * import pg from 'pg'
 *
 * const rls = defineRls({ tenant: { type: 'uuid' }, roles: { app: 'nyx_app' }, tables: { notes: { tenant: 'tenant_id' } } })
 * const client = new pg.Client(process.env.DATABASE_URL)
 * await client.connect()
 * const { steps, problems } = await plan(client, rls)
 * for (const step of steps) console.log(`-- ${step.why}\n${step.sql};`)
 * ```
 */
export function plan(database: Database, rls: RlsDefinition, options: PlanOptions = {}): Promise<Plan> {
  return withSession(database, (session) =>
    inTransaction(session, 'begin transaction isolation level repeatable read read only', () =>
      planIn(session, rls, options),
    ),
  )
}

/** The same inside a transaction that the caller holds. */
export async function planIn(session: Queryable, rls: RlsDefinition, options: PlanOptions): Promise<Plan> {
  const catalog = await readCatalog(session, rls)
  requireVersion(catalog.version)
  return diff(rls, catalog, options)
}

export function requireVersion(version: number): void {
  if (version >= oldestServer) return
  throw new RlsKitError('SERVER_TOO_OLD', `The server is PostgreSQL ${Math.floor(version / 10_000)}.`, {
    advice: 'rls-kit works with PostgreSQL 14 and later.',
  })
}
