import { RlsKitError } from '../errors.ts'
import type { Queryable } from '../types.ts'
import { removePins } from './pins.ts'
import { type GuardRecord, journal, readRecords } from './registry.ts'
import { guardSchema, hasSchema } from './schema.ts'
import { explain, inTransaction, many, one } from './session.ts'
import { displayTarget } from './target.ts'
import type { GuardLayer } from './types.ts'

/** What {@link allow} is told. */
export interface AllowOptions {
  /** The role that may do it. Default: the role that runs `allow`. */
  role?: string | undefined
  /** For how long, in seconds; at most a day. Default 600. */
  seconds?: number | undefined
  /** Why, for the journal. */
  reason: string
}

/** What {@link allow} wrote down. */
export interface Allowance {
  readonly columns: readonly string[]
  readonly role: string
  readonly expiresAt: string
}

/**
 * Lets one role change or drop one guarded object for a while. The permission is a row that only the guard's
 * owner can write; a setting would be none, since any role can set one. What is done under it is in the journal.
 *
 * @param object - `table`, `schema.table`, `schema.table.column`, or the name of an index on a guarded column.
 */
export async function allow(db: Queryable, object: string, options: AllowOptions): Promise<Allowance> {
  if (options.reason.trim() === '') {
    throw new RlsKitError('USAGE', 'An allowance needs a reason.', { advice: 'Say why with --reason.' })
  }
  const seconds = options.seconds ?? 600
  if (!(seconds > 0 && seconds <= 86_400)) {
    throw new RlsKitError('USAGE', `${seconds} s is no time for an allowance.`, {
      advice: 'Allow it for at most a day: the guard is there to be on.',
    })
  }
  const records = (await hasSchema(db)) ? matching(await readRecords(db), object) : []
  if (records.length === 0) {
    throw new RlsKitError('GUARD_MISSING', `Nothing named ${object} is guarded.`, {
      advice: 'Name a guarded table, column or index; `rls-kit guard verify` lists the columns.',
    })
  }
  try {
    const { layer } = (await one<{ layer: GuardLayer }>(db, `select layer from ${guardSchema}.meta`))!
    const row = await inTransaction(db, async () => {
      let made: { role: string; until: string } | undefined
      for (const record of records) {
        made = await one<{ role: string; until: string }>(
          db,
          `insert into ${guardSchema}.allowed (guarded_id, role_name, reason, expires_at)
           select $1, r.rolname, $3, pg_catalog.clock_timestamp() + pg_catalog.make_interval(secs => $4::float8)
             from pg_catalog.pg_roles r where r.rolname = coalesce($2, current_user)
           returning role_name as role, expires_at::text as until`,
          [record.id, options.role ?? null, options.reason, seconds],
        )
        if (made === undefined) {
          throw new RlsKitError('ROLE_MISSING', `There is no role ${options.role}.`, {
            advice: 'Correct --role.',
          })
        }
        await journal(
          db,
          'allow',
          displayTarget(record.target),
          `${made.role} until ${made.until}: ${options.reason}`,
        )
      }
      return made!
    })
    // A pin asks nobody's name: while a change is allowed, it is off until the next install.
    if (layer === 'pin') for (const record of records) await removePins(db, record, 10_000)
    return {
      columns: records.map((record) => displayTarget(record.target)),
      role: row.role,
      expiresAt: row.until,
    }
  } catch (error) {
    throw explain(error, `${object} was not allowed`)
  }
}

/** An allowance that has not run out. */
export interface OpenAllowance {
  readonly column: string
  readonly role: string
  readonly reason: string
  readonly by: string
  readonly expiresAt: string
}

/** Every allowance that has not run out: for so long the layer lets its role through. */
export async function openAllowances(db: Queryable): Promise<OpenAllowance[]> {
  if (!(await hasSchema(db))) return []
  return many<OpenAllowance>(
    db,
    `select g.schema_name || '.' || g.table_name || '.' || g.column_name as column, a.role_name as role, a.reason,
            a.created_by as by, a.expires_at::text as "expiresAt"
       from ${guardSchema}.allowed a join ${guardSchema}.guarded g on g.id = a.guarded_id
      where a.expires_at > pg_catalog.clock_timestamp() and a.reason <> 'the guard itself' order by a.id`,
  )
}

function matching(records: readonly GuardRecord[], object: string): GuardRecord[] {
  return records.filter(({ target, definition }) =>
    [
      displayTarget(target),
      `${target.table}.${target.column}`,
      `${target.schema}.${target.table}`,
      target.table,
      ...(definition?.indexes ?? []).flatMap((index) => [index.name, `${target.schema}.${index.name}`]),
    ].includes(object),
  )
}

/** Reads `90s`, `10m`, `2h` or `1d` as seconds. */
export function parseDuration(text: string): number {
  const found = /^(\d+)(s|m|h|d)$/.exec(text)
  if (found === null) {
    throw new RlsKitError('USAGE', `"${text}" is no duration.`, { advice: 'Write 90s, 10m, 2h or 1d.' })
  }
  return Number(found[1]) * { s: 1, m: 60, h: 3600, d: 86_400 }[found[2] as 's' | 'm' | 'h' | 'd']
}
