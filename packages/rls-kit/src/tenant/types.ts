import type { QueryResult, QueryResultRow } from 'pg'
import type { TenantStatement } from './statement.ts'

/** A tenant's id: text, or a whole number where the definition says bigint. */
export type TenantId = string | number | bigint

/** Who asks, inside the tenant. */
export interface ContextOptions {
  /**
   * The user's id, for rules like project membership. Without it such rules find nobody, and hide every row.
   */
  user?: TenantId | undefined
}

/** What `withTenant` takes. */
export interface WithTenantOptions extends ContextOptions {
  /** Default: the server's, which is `read committed` unless it was changed. */
  isolation?: 'read committed' | 'repeatable read' | 'serializable' | undefined
  /** Refuse every write. Default false. */
  readOnly?: boolean | undefined
  /** Milliseconds for the whole transaction; then its connection is cut and the server rolls back. Default: none. */
  timeout?: number | undefined
  /**
   * How often to run the callback again, in a new transaction, after a serialization failure or a deadlock
   * (SQLSTATE 40001, 40P01). The callback must then be free of other side effects. Default 0.
   */
  retries?: number | undefined
}

/** What a tenant's callback works with. Dead once the callback settles. */
export interface TenantTransaction {
  /**
   * Runs one statement, always in the extended protocol: several statements in one text are an error.
   *
   * @throws the server's error; {@link RlsKitError} `STATEMENT_REFUSED` for statements that end the transaction or
   * outlive it, `TRANSACTION_CLOSED` after the callback settled, `CONNECTION_LOST`.
   */
  query<R extends QueryResultRow = QueryResultRow>(
    statement: string | TenantStatement,
    values?: unknown[],
  ): Promise<QueryResult<R>>
  /** Runs `work` inside a savepoint: when it throws, only what it did is undone, and the error is passed on. */
  savepoint<T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T>
}

/** Runs statements as one tenant, on a `pg` pool. */
export interface TenantPool {
  /**
   * Runs `work` in one transaction in which the server knows the tenant. Commits when it resolves, rolls back when
   * it throws.
   *
   * @throws what `work` throws; {@link RlsKitError} `TENANT_INVALID`, `UNSAFE_LOGIN`, `NOT_ISOLATED`, `NESTED`,
   * `CONTEXT_FAILED`, `ROLLED_BACK`, `TIMEOUT`, `CONNECTION_LOST` (nothing was committed), or `OUTCOME_UNKNOWN` (the
   * connection was lost during COMMIT; never retried).
   */
  withTenant<T>(
    tenant: TenantId,
    work: (tx: TenantTransaction) => Promise<T>,
    options?: WithTenantOptions,
  ): Promise<T>
  /**
   * Runs one statement in a transaction of its own, in one round trip.
   *
   * @throws the same as `withTenant` and `tx.query`.
   */
  query<R extends QueryResultRow = QueryResultRow>(
    tenant: TenantId,
    statement: string | TenantStatement,
    values?: unknown[],
    options?: ContextOptions,
  ): Promise<QueryResult<R>>
}

/** What `createTenantPool` takes. */
export interface TenantPoolOptions {
  /**
   * Accept a login that is a superuser or owns the tables, and switch to the app role in each transaction. Only for
   * embedded PGlite, which has no other login. Default false.
   */
  unsafeSuperuserLogin?: boolean | undefined
  /**
   * Prepare statements once a connection: those that set the context, and yours that come a second time. Default: where
   * the connection goes to the server itself, and not to a pooler. Behind PgBouncer in transaction mode it may be true
   * where `max_prepared_statements` is above 0 (the default since 1.24).
   */
  prepare?: boolean | undefined
}
