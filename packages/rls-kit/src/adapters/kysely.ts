import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type KyselyConfig,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import { RlsKitError } from '../errors.ts'
import type { TenantId, TenantPool, TenantTransaction, WithTenantOptions } from '../tenant/types.ts'

/** Kysely inside a tenant's transaction. For a part that may fail alone, use `tx.savepoint`. */
export interface TenantKysely<DB> {
  /**
   * Runs `work` with a Kysely that is one tenant's. Everything that holds for the tenant pool's `withTenant` holds here:
   * same options, same errors.
   */
  withTenant<T>(
    tenant: TenantId,
    work: (db: Kysely<DB>, tx: TenantTransaction) => Promise<T>,
    options?: WithTenantOptions,
  ): Promise<T>
  /** The same Kysely on another handle, such as the one that `tx.savepoint` hands out. */
  on(tx: TenantTransaction): Kysely<DB>
}

/**
 * Puts Kysely on a tenant pool.
 *
 * @param config what `new Kysely()` takes besides the dialect: `plugins`, `log`.
 * @example
 * ```ts
 * import { createTenantPool, defineRls } from '@nyxcore/rls-kit'
 * import { tenantKysely } from '@nyxcore/rls-kit/kysely'
 * import pg from 'pg'
 *
 * const rls = defineRls({ tenant: { type: 'uuid' }, roles: { app: 'nyx_app' }, tables: { notes: { tenant: 'tenant_id' } } })
 * const db = tenantKysely<{ notes: { id: string; body: string } }>(createTenantPool(new pg.Pool(), rls))
 * const rows = await db.withTenant('0192d3a0-0000-7000-8000-000000000001', (tenant) =>
 *   tenant.selectFrom('notes').select('body').execute(),
 * )
 * ```
 */
export function tenantKysely<DB>(
  pool: TenantPool,
  config: Omit<KyselyConfig, 'dialect'> = {},
): TenantKysely<DB> {
  const on = (tx: TenantTransaction): Kysely<DB> =>
    new Kysely<DB>({
      ...config,
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new TenantDriver(tx),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    })
  return {
    on,
    withTenant: (tenant, work, options) => pool.withTenant(tenant, (tx) => work(on(tx), tx), options),
  }
}

/** One connection: the transaction that is open already. */
class TenantDriver implements Driver {
  private readonly connection: DatabaseConnection

  constructor(tx: TenantTransaction) {
    this.connection = {
      async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
        const result = await tx.query(query.sql, [...query.parameters])
        const changed = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(result.command)
        return {
          rows: result.rows as R[],
          ...(changed ? { numAffectedRows: BigInt(result.rowCount ?? 0) } : {}),
        }
      },
      streamQuery(): never {
        throw refused('Streaming', 'Read in pages: a portal cannot stay open in a batch.')
      },
    }
  }

  async init(): Promise<void> {}
  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.connection)
  }
  beginTransaction(): Promise<never> {
    return Promise.reject(
      refused('transaction()', 'The transaction is open already; nest with tx.savepoint().'),
    )
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

function refused(what: string, advice: string): RlsKitError {
  return new RlsKitError('STATEMENT_REFUSED', `${what} cannot run inside a tenant's transaction.`, { advice })
}
