import pg from 'pg'
import { RlsKitError, sqlState } from '../errors.ts'
import type { Queryable } from '../types.ts'
import type { GuardSession, GuardSource } from './types.ts'

/** Opens a session. An error names no password. */
export async function openSession(source: GuardSource): Promise<GuardSession> {
  if (typeof source === 'function') return source()
  try {
    const client = new pg.Client({
      connectionString: source,
      application_name: 'rls-kit guard',
      connectionTimeoutMillis: 10_000,
    })
    client.on('error', () => {}) // the running statement rejects; without a listener Node would exit
    await client.connect()
    return client
  } catch (error) {
    const { message, code } = error as { message?: string; code?: string }
    throw new RlsKitError('UNREACHABLE', `The guard cannot reach the database: ${message || code}`, {
      cause: error,
      advice: 'Check that the server runs and that host, port, user and password are right.',
    })
  }
}

/** Runs `work` in a session that is closed whatever happens. */
export async function withSession<T>(
  source: GuardSource,
  work: (db: GuardSession) => Promise<T>,
): Promise<T> {
  const db = await openSession(source)
  try {
    return await work(db)
  } finally {
    await db.end().catch(() => {})
  }
}

/** Settings under which values and definitions print the same everywhere. */
const plainSettings: Readonly<Record<string, string>> = {
  search_path: '',
  DateStyle: 'ISO',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
}

/**
 * Runs `work` in a transaction with an empty search_path, so that every definition that the server prints is
 * qualified and no object of another schema is found by accident. All settings are local: behind a pooler, or
 * with PGlite's one session, nothing may stay behind.
 */
export async function inTransaction<T>(
  db: Queryable,
  work: () => Promise<T>,
  settings: Readonly<Record<string, string>> = {},
  isolation: 'read committed' | 'repeatable read' = 'read committed',
): Promise<T> {
  await db.query(`begin isolation level ${isolation}`)
  try {
    const all = Object.entries({ ...plainSettings, ...settings })
    await db.query(
      `select ${all.map((_, i) => `pg_catalog.set_config($${2 * i + 1}, $${2 * i + 2}, true)`).join(', ')}`,
      all.flat(),
    )
    // New in PostgreSQL 17; a role may have one that no copy of a large table would meet.
    await db.query(
      "select pg_catalog.set_config('transaction_timeout', '0', true) where pg_catalog.current_setting('transaction_timeout', true) <> '0'",
    )
    const result = await work()
    await db.query('commit')
    return result
  } catch (error) {
    await db.query('rollback').catch(() => {})
    throw error
  }
}

/** The first row, or undefined. */
export async function one<T>(db: Queryable, text: string, values: unknown[] = []): Promise<T | undefined> {
  return (await db.query(text, values)).rows[0] as T | undefined
}

/** All rows. */
export async function many<T>(db: Queryable, text: string, values: unknown[] = []): Promise<T[]> {
  return (await db.query(text, values)).rows as T[]
}

/** Whether there is a table or view of that qualified name. */
export async function exists(db: Queryable, name: string): Promise<boolean> {
  const row = await one<{ there: boolean }>(db, 'select pg_catalog.to_regclass($1) is not null as there', [
    name,
  ])
  return row?.there === true
}

/** Turns a server's refusal into one that says what the guard could not do. Other errors pass as they are. */
export function explain(error: unknown, what: string): unknown {
  const state = sqlState(error)
  const message = (error as Error).message
  if (state === '42501') {
    return new RlsKitError('PRIVILEGE_MISSING', `${what}: ${message}`, {
      cause: error,
      advice: 'Run the guard as the owner of the table, or as a superuser.',
    })
  }
  if (state === '25006') {
    return new RlsKitError('GUARD_CONFLICT', `${what}: the database takes no writes from this role.`, {
      cause: error,
      advice: 'Connect to the primary, and without default_transaction_read_only.',
    })
  }
  if (state === '55P03') {
    return new RlsKitError('LOCK_TIMEOUT', `${what}: ${message}`, {
      cause: error,
      advice: 'Another session holds the table. Try again when it is done, or raise --lock-timeout.',
    })
  }
  if (state === '53100' || state === '53200' || state === '54000') {
    return new RlsKitError('GUARD_CONFLICT', `${what}: ${message}`, {
      cause: error,
      advice: 'Free space on the server, or keep the snapshot in a file with --file.',
    })
  }
  return error
}

/** Whether an error says that the session is gone (class 08, 57P0x, a closed socket), and not that a statement failed. */
export function connectionLost(error: unknown): boolean {
  const code = (error as { code?: unknown })?.code
  if (code === 'UNREACHABLE') return sqlState((error as Error).cause)?.startsWith('3D') !== true
  const state = sqlState(error)
  if (state !== undefined) return state.startsWith('08') || state.startsWith('57P0')
  return (
    ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'].includes(String(code)) ||
    /Connection terminated|Connection ended|not queryable/.test((error as Error)?.message ?? '')
  )
}
