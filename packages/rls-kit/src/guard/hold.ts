import { RlsKitError, sqlState } from '../errors.ts'
import type { Queryable } from '../types.ts'
import { explain, one } from './session.ts'

const name = 'rls_kit_guard_hold'

/**
 * Holds the database itself. PostgreSQL drops no database, not even WITH (FORCE), to which a logical replication
 * subscription belongs; so a disabled one that never connects, and has no slot, is what stops DROP DATABASE. A clone
 * does not have it.
 *
 * @throws RlsKitError `PRIVILEGE_MISSING` where the role is no superuser, nor a member of pg_create_subscription.
 */
export async function holdDatabase(db: Queryable): Promise<void> {
  if (await databaseHeld(db)) return
  try {
    await db.query(
      `create subscription ${name} connection 'dbname=none password=none' publication none
         with (connect = false, enabled = false, create_slot = false, slot_name = none)`,
    )
  } catch (error) {
    if (sqlState(error) === '42501') {
      throw new RlsKitError('PRIVILEGE_MISSING', `The database is not held: ${(error as Error).message}.`, {
        cause: error,
        advice: 'Be a superuser, or a member of pg_create_subscription with CREATE on the database.',
      })
    }
    throw explain(error, 'The database is not held')
  }
}

/** Lets the database go. */
export async function releaseDatabase(db: Queryable): Promise<void> {
  if (await databaseHeld(db)) await db.query(`drop subscription ${name}`)
}

/** Whether {@link holdDatabase} holds it. */
export async function databaseHeld(db: Queryable): Promise<boolean> {
  const row = await one(
    db,
    `select from pg_catalog.pg_subscription s join pg_catalog.pg_database d on d.oid = s.subdbid
      where d.datname = pg_catalog.current_database() and s.subname = $1`,
    [name],
  )
  return row !== undefined
}
