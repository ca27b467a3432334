import { type DrizzleConfig, TransactionRollbackError } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { TenantStatement } from '../tenant/statement.ts'
import type { TenantId, TenantPool, TenantTransaction, WithTenantOptions } from '../tenant/types.ts'

/** Drizzle inside a tenant's transaction. Its `transaction` is a savepoint. */
export interface TenantDrizzle<S extends Record<string, unknown>> {
  /**
   * Runs `work` with a Drizzle database that is one tenant's. Everything that holds for the tenant pool's `withTenant`
   * holds here: same options, same errors. Drizzle keeps a server's error in the `cause` of its own.
   */
  withTenant<T>(
    tenant: TenantId,
    work: (db: NodePgDatabase<S>, tx: TenantTransaction) => Promise<T>,
    options?: WithTenantOptions,
  ): Promise<T>
}

/**
 * Puts Drizzle on a tenant pool.
 *
 * @param config what `drizzle()` takes: `schema`, `casing`, `logger`.
 * @example
 * ```ts
 * import { createTenantPool, defineRls } from '@nyxcore/rls-kit'
 * import { tenantDrizzle } from '@nyxcore/rls-kit/drizzle'
 * import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
 * import pg from 'pg'
 *
 * const rls = defineRls({ tenant: { type: 'uuid' }, roles: { app: 'nyx_app' }, tables: { notes: { tenant: 'tenant_id' } } })
 * const notes = pgTable('notes', { id: uuid().primaryKey(), body: text() })
 * const db = tenantDrizzle(createTenantPool(new pg.Pool(), rls), { schema: { notes } })
 * const rows = await db.withTenant('0192d3a0-0000-7000-8000-000000000001', (tenant) => tenant.select().from(notes))
 * ```
 */
export function tenantDrizzle<S extends Record<string, unknown> = Record<string, never>>(
  pool: TenantPool,
  config: DrizzleConfig<S> = {},
): TenantDrizzle<S> {
  return {
    withTenant: (tenant, work, options) =>
      pool.withTenant(tenant, (tx) => work(databaseOn(tx, config), tx), options),
  }
}

function databaseOn<S extends Record<string, unknown>>(
  tx: TenantTransaction,
  config: DrizzleConfig<S>,
): NodePgDatabase<S> {
  // what Drizzle needs of a client
  const client = {
    query: (statement: string | TenantStatement, values?: unknown[]) => tx.query(statement, values),
  }
  const db = drizzle(client as never, config) as NodePgDatabase<S>
  const nested = {
    transaction: (work: (inner: NodePgDatabase<S>) => Promise<unknown>) =>
      tx.savepoint((savepoint) => work(databaseOn(savepoint, config))),
    rollback(): never {
      throw new TransactionRollbackError()
    },
  }
  return Object.assign(db, nested)
}
