import { sqlState } from '../errors.ts'
import type { Queryable } from '../types.ts'
import { databaseHeld, holdDatabase, releaseDatabase } from './hold.ts'
import { dropPins, installPins, removePins, verifyPins } from './pins.ts'
import { journal, readRecords } from './registry.ts'
import { ensureSchema, guardSchema, hasSchema, revokeAll } from './schema.ts'
import { explain, inTransaction, many, one } from './session.ts'
import { displayTarget } from './target.ts'
import {
  eventTriggers,
  policyStateFunction,
  triggerFunctions,
  watchIndexesFunction,
  watchPartitionsFunction,
} from './trigger-sql.ts'
import type { Finding, GuardLayer } from './types.ts'

/** What {@link install} may be told. */
export interface InstallOptions {
  /** `auto` takes the event trigger where the role may create one, else the pins. Default `auto`. */
  layer?: 'auto' | GuardLayer | undefined
  /** Also stop DROP DATABASE, with a disabled subscription. Default false. */
  holdDatabase?: boolean | undefined
  /** How long a pin waits for its lock on the table, in milliseconds. Default 10,000. */
  lockTimeout?: number | undefined
}

/** What stands after {@link install}. */
export interface InstallResult {
  readonly layer: GuardLayer
  readonly columns: readonly string[]
  /** Whether DROP DATABASE is stopped too. */
  readonly databaseHeld: boolean
  /** What this layer does not stop, for a person to read before they rely on it. */
  readonly notStopped: readonly string[]
}

/** What each layer lets through; `verify` sees all of it but DROP DATABASE. */
export const notStopped: Readonly<Record<GuardLayer, readonly string[]>> = {
  trigger: [
    'TRUNCATE, DELETE and UPDATE: data is not schema; the snapshot has it',
    'ALTER COLUMN ... TYPE ... USING with other values than NULL; the snapshot has them',
    'DROP DATABASE: keep a snapshot in a file, or install with --hold-database',
    'default, NOT NULL, constraints, comments and grants of the column; the snapshot has them',
    'a superuser who drops or disables the trigger, or sets event_triggers = off',
  ],
  pin: [
    'DROP TABLE ... CASCADE, DROP SCHEMA ... CASCADE and DROP EXTENSION ... CASCADE; run with --freeze, or restore',
    'row security disabled or no longer forced, policies dropped; run restores them',
    'TRUNCATE, DELETE and UPDATE; the snapshot has the data',
    'DROP DATABASE: keep a snapshot in a file, or install with --hold-database',
  ],
  none: ['everything: the snapshot puts back what is lost'],
}

/**
 * Installs a layer over every column that has a snapshot, or brings it up to date after one. Installing again is
 * the way to take over new columns, indexes and policies.
 */
export async function install(db: Queryable, options: InstallOptions = {}): Promise<InstallResult> {
  await ensureSchema(db)
  const records = (await readRecords(db)).filter((record) => record.definition !== null)
  const layer = options.layer ?? 'auto'
  const columns = records.map((record) => displayTarget(record.target))
  const done = async (made: GuardLayer): Promise<InstallResult> => {
    await db.query(
      `update ${guardSchema}.meta set layer = $1, database_oid =
      (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())`,
      [made],
    )
    if (options.holdDatabase) await holdDatabase(db)
    const held = await databaseHeld(db)
    const open = notStopped[made].filter((line) => !held || !line.startsWith('DROP DATABASE'))
    return { layer: made, columns, databaseHeld: held, notStopped: open }
  }
  await refreshWatch(db)
  if (layer === 'none') return done('none')
  const lockTimeout = options.lockTimeout ?? 10_000
  if (layer !== 'pin') {
    try {
      await installTrigger(db)
      // One layer is enough, and a pin would stop a statement before the trigger could say why.
      for (const record of records) await removePins(db, record, lockTimeout)
      return await done('trigger')
    } catch (error) {
      if (sqlState(error) !== '42501' || layer === 'trigger') {
        throw explain(error, 'The event trigger was not installed')
      }
    }
  }
  try {
    for (const record of records) await installPins(db, record, lockTimeout)
    return await done('pin')
  } catch (error) {
    throw explain(error, 'The pins were not installed')
  }
}

async function installTrigger(db: Queryable): Promise<void> {
  await inTransaction(db, async () => {
    for (const statement of triggerFunctions) await db.query(statement)
    for (const { name, event, routine } of eventTriggers) {
      const there = await one(db, 'select from pg_catalog.pg_event_trigger where evtname = $1', [name])
      if (there === undefined) {
        await db.query(
          `create event trigger ${name} on ${event} execute function ${guardSchema}.${routine}()`,
        )
      }
      // ALWAYS: it also fires where session_replication_role is replica.
      await db.query(`alter event trigger ${name} enable always`)
    }
    await revokeAll(db)
    await db.query(`revoke execute on all functions in schema ${guardSchema} from public`)
    await journal(db, 'install', 'trigger')
  })
}

/** Writes down the ids of everything that must not be dropped, as they are now. */
export async function refreshWatch(db: Queryable): Promise<void> {
  await inTransaction(db, async () => {
    await db.query(`update ${guardSchema}.guarded g set relid = c.oid, attnum = a.attnum, type_oid = a.atttypid,
        type_mod = a.atttypmod, filenode = pg_catalog.pg_relation_filenode(c.oid)
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and not a.attisdropped
      where n.nspname = g.schema_name and c.relname = g.table_name and a.attname = g.column_name and c.relkind in ('r', 'p')`)
    await db.query(`delete from ${guardSchema}.watch`)
    await db.query(`insert into ${guardSchema}.watch (classid, objid, objsubid, guarded_id, kind, identity)
      with named as (
        select g.*, pg_catalog.format('%I.%I.%I', schema_name, table_name, column_name) as name
          from ${guardSchema}.guarded g
          join pg_catalog.pg_attribute a on a.attrelid = g.relid and a.attnum = g.attnum and not a.attisdropped
         where g.state <> 'new')
      select 'pg_catalog.pg_class'::pg_catalog.regclass, g.relid, 0, g.id, 1, name from named g
      union all
      select 'pg_catalog.pg_class'::pg_catalog.regclass, g.relid, g.attnum, g.id, 2, name from named g
      union all
      select 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid, 0, g.id, 4, name
        from named g join pg_catalog.pg_policy p on p.polrelid = g.relid`)
    await db.query(watchIndexesFunction)
    await db.query(`select ${guardSchema}.watch_indexes()`)
    await db.query(watchPartitionsFunction)
    await db.query(`select ${guardSchema}.watch_partitions()`)
    await db.query(policyStateFunction)
    await db.query(`update ${guardSchema}.watch w set state = ${guardSchema}.policy_state(p)
      from pg_catalog.pg_policy p where w.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and w.objid = p.oid`)
  })
}

/** Takes the event triggers, the pins and the hold and, with `purge`, the snapshots away. */
export async function uninstall(db: Queryable, options: { purge?: boolean | undefined } = {}): Promise<void> {
  await releaseDatabase(db)
  await inTransaction(db, async () => {
    const there = await many<{ evtname: string }>(db, 'select evtname from pg_catalog.pg_event_trigger')
    for (const { name } of eventTriggers) {
      if (there.some((trigger) => trigger.evtname === name)) await db.query(`drop event trigger ${name}`)
    }
    if (!(await hasSchema(db))) return
    for (const record of await readRecords(db)) await dropPins(db, record)
    await db.query(`update ${guardSchema}.meta set layer = 'none'`)
    await journal(db, 'uninstall', 'trigger')
    if (options.purge) await db.query(`drop schema ${guardSchema} cascade`)
  })
}

/** Whether the layer that was installed is still there and on. */
export async function verifyLayer(db: Queryable): Promise<{ layer: GuardLayer; findings: Finding[] }> {
  if (!(await hasSchema(db))) return { layer: 'none', findings: [] }
  const meta = (await one<{ layer: GuardLayer; here: boolean }>(
    db,
    `select layer, database_oid = (select oid from pg_catalog.pg_database
       where datname = pg_catalog.current_database()) as here from ${guardSchema}.meta`,
  ))!
  if (meta.layer === 'pin') {
    const records = (await readRecords(db)).filter((record) => record.definition !== null)
    const missing: Finding[] = []
    for (const record of records) missing.push(...(await verifyPins(db, record)))
    return { layer: 'pin', findings: missing }
  }
  if (meta.layer !== 'trigger') return { layer: meta.layer, findings: [] }
  const there = await many<{ evtname: string; evtenabled: string }>(
    db,
    'select evtname, evtenabled from pg_catalog.pg_event_trigger',
  )
  const findings: Finding[] = []
  const say = (kind: 'guard-missing' | 'guard-disabled', object: string, message: string): void => {
    findings.push({ kind, column: '', object, message, loss: false })
  }
  if (!meta.here)
    say('guard-missing', 'rls_kit_guard', 'this database is a copy: run `rls-kit guard install` in it')
  for (const { name } of eventTriggers) {
    const trigger = there.find((candidate) => candidate.evtname === name)
    if (trigger === undefined) say('guard-missing', name, `event trigger ${name} is gone`)
    else if (trigger.evtenabled !== 'A')
      say('guard-disabled', name, `event trigger ${name} is not enabled always`)
  }
  return { layer: meta.layer, findings }
}
