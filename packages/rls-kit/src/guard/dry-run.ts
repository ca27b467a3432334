import { isRlsKitError, RlsKitError, sqlState } from '../errors.ts'
import { withScratch } from '../prove/scratch.ts'
import { type ChildExit, checkCommand, runChild } from './child.ts'
import { type Clone, withClone } from './clone.ts'
import { guardable } from './discover.ts'
import { copyEnvironment } from './dry-run-env.ts'
import { type FrozenOut, freeze } from './freeze.ts'
import { uninstall } from './install.ts'
import { compareInventories, type InventoryChange, type InventoryItem, takeInventory } from './inventory.ts'
import { columnReport, exitCode, failed, type GuardRunOptions, type GuardRunReport } from './run-report.ts'
import { many, one, withSession } from './session.ts'
import { snapshotColumn } from './snapshot.ts'
import { displayTarget } from './target.ts'
import type { GuardTarget } from './types.ts'
import { verify } from './verify.ts'

/** What a copy made with CREATE DATABASE ... TEMPLATE does not have. */
const notInTemplate: readonly string[] = [
  'privileges on the database itself, and its ALTER DATABASE ... SET',
  'subscriptions, and replication slots',
]

/**
 * Runs a command on a copy of the database, and reports what it would have dropped or changed. The database itself
 * is not written to, and its tables are held meanwhile, so that a command that does not take its connection from the
 * environment cannot reach past the copy; where it never came to the copy, nothing is claimed. The copy is dropped.
 *
 * @example
 * ```ts
 * import { guardDryRun } from '@nyxcore/rls-kit/guard'
 *
 * const report = await guardDryRun(process.env.DATABASE_URL!, ['npx', 'drizzle-kit', 'push', '--force'])
 * for (const item of report.dryRun?.dropped ?? []) console.log(item.kind, item.name)
 * ```
 */
export async function guardDryRun(
  url: string,
  command: readonly string[],
  options: GuardRunOptions = {},
): Promise<GuardRunReport> {
  checkCommand(command)
  try {
    const original = await withSession(url, takeInventory)
    options.onStage?.('copying the database')
    return await withCopy(url, options, (copy) => tryOut(url, copy, command, original, options))
  } catch (error) {
    return failed(adviceFor(error))
  }
}

/** The truest copy that is to be had: of the files where nobody else is connected, else table by table. */
async function withCopy<T>(
  url: string,
  options: GuardRunOptions,
  work: (copy: Clone) => Promise<T>,
): Promise<T> {
  let copied = false
  try {
    return await withScratch(url, (copy) => {
      copied = true
      return work({ ...copy, notCopied: notInTemplate })
    })
  } catch (error) {
    // 55006: others are connected; 42501: not the owner, or no CREATEDB; unreachable: no database beside this one.
    const other = isRlsKitError(error, 'NOT_DISPOSABLE', 'UNREACHABLE')
    if (copied || !other) throw error
    options.onStage?.(`${error.message}: copying it table by table`)
    return await withClone(url, (clone) =>
      work({ ...clone, notCopied: [...notInTemplate, ...clone.notCopied] }),
    )
  }
}

async function tryOut(
  url: string,
  copy: Clone,
  command: readonly string[],
  original: readonly InventoryItem[],
  options: GuardRunOptions,
): Promise<GuardRunReport> {
  const prepared = await withSession(copy.url, async (db) => {
    // A guard that came along with the copy is no part of the trial, and would hold a column that it shall lose.
    await uninstall(db, { purge: true })
    const targets = await guardable(db, options.targets, options.skipMissing)
    const before = []
    for (const target of targets) {
      const { checksum, values } = await snapshotColumn(db, target, { ...options, accept: true })
      before.push({ column: displayTarget(target), checksum, values })
    }
    return { targets, before, inventory: await takeInventory(db) }
  })
  const sessions = await sessionsOf(url, copy.name)
  const held = await freeze(url, await allTables(url))
  options.onStage?.(`on the copy ${copy.name}: running ${command.join(' ')}`)
  let child: ChildExit
  let reached: readonly FrozenOut[] = []
  try {
    child = await runChild(command, {
      ...options,
      env: copyEnvironment({ ...process.env, ...options.env }, url, copy.url),
    })
  } finally {
    reached = await held.thaw()
  }
  const outside = compareInventories(original, await withSession(url, takeInventory))
  checkReach(
    reached,
    outside,
    child.failed !== undefined || (await sessionsOf(url, copy.name, sessions)) > sessions,
  )
  options.onStage?.('verifying')
  return withSession(copy.url, async (db) => {
    const found = await verify(db, prepared.targets)
    const lost = found.flatMap((result) => result.findings).filter((finding) => finding.loss)
    return {
      exitCode: exitCode(child, 0, lost.length, [], false),
      childExit: child.failed === undefined ? child.code : null,
      childSignal: child.signal,
      layer: 'none',
      blocked: [],
      lost,
      restored: [],
      remaining: [],
      refused: [],
      columns: prepared.before.map((before) => columnReport(before, found)),
      dryRun: {
        ...compareInventories(prepared.inventory, await takeInventory(db)),
        notCopied: copy.notCopied,
      },
    }
  })
}

/** Every table of the database that this role may lock: none of them is the trial's to change. */
async function allTables(url: string): Promise<GuardTarget[]> {
  return withSession(url, (db) =>
    many<GuardTarget>(
      db,
      `select n.nspname as schema, c.relname as table, '' as column
         from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
          and c.relpersistence <> 't' and pg_catalog.has_table_privilege(c.oid, 'select')
          and pg_catalog.has_schema_privilege(n.oid, 'usage') limit 2000`,
    ),
  )
}

/** Sessions that a database has seen, this role's own included. Above `beyond` it answers at once, else after a moment. */
async function sessionsOf(url: string, database: string, beyond?: number): Promise<number> {
  return withSession(url, async (db) => {
    for (let attempt = 0; ; attempt++) {
      const row = await one<{ n: string }>(
        db,
        'select sessions::text as n from pg_catalog.pg_stat_database where datname = $1',
        [database],
      )
      const n = Number(row?.n ?? 0)
      if (beyond === undefined ? attempt === 2 : n > beyond || attempt === 10) return n
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })
}

/** @throws RlsKitError where the command was not where the trial was. */
function checkReach(reached: readonly FrozenOut[], outside: InventoryChange, cameToCopy: boolean): void {
  const advice =
    'Let it take its connection from DATABASE_URL, or from the variables that libpq knows: the trial sets both.'
  const [first] = reached
  if (first !== undefined) {
    throw new RlsKitError(
      'GUARD_CONFLICT',
      `The command went to the database itself, where it was cancelled: ${first.query.slice(0, 200)}`,
      { advice },
    )
  }
  const changed = [...outside.dropped, ...outside.created].map((item) => `${item.kind} ${item.name}`)
  if (changed.length > 0) {
    throw new RlsKitError(
      'GUARD_CONFLICT',
      `The database itself changed meanwhile (by the command, if it reads its connection elsewhere): ${[...new Set(changed)].slice(0, 10).join(', ')}.`,
      { advice },
    )
  }
  if (!cameToCopy) {
    throw new RlsKitError(
      'GUARD_CONFLICT',
      'The command did not connect to the copy: nothing is known of it.',
      {
        advice,
      },
    )
  }
}

function adviceFor(error: unknown): unknown {
  if (sqlState(error) !== '42501' && !isRlsKitError(error, 'NOT_DISPOSABLE')) return error
  return new RlsKitError('NOT_DISPOSABLE', `There is no copy to try it on: ${(error as Error).message}`, {
    cause: error,
    advice:
      'Give the role CREATEDB, or restore a dump elsewhere and run the command there under `guard run`.',
  })
}
