import { blockedCount, blockedSince } from './blocked.ts'
import { type ChildExit, checkCommand, runChild } from './child.ts'
import { guardable } from './discover.ts'
import { snapshotToFile } from './file.ts'
import { type FrozenOut, freeze, frozenColumns } from './freeze.ts'
import { install, verifyLayer } from './install.ts'
import { withLease } from './lease.ts'
import { restore } from './restore.ts'
import {
  columnReport,
  exitCode,
  failed,
  type GuardRunOptions,
  type GuardRunReport,
  type Prepared,
  unguarded,
} from './run-report.ts'
import { afterReset, fileFor } from './run-reset.ts'
import { hasSchema } from './schema.ts'
import { connectionLost, withSession } from './session.ts'
import { snapshotColumn } from './snapshot.ts'
import { displayTarget } from './target.ts'
import type { GuardSession, GuardSource } from './types.ts'
import { verify } from './verify.ts'

/**
 * Runs a command under the guard: snapshot, strongest layer, the command with its terminal passed through, then
 * verification from the catalog whatever it answered, restore, and a report. The command does not start where
 * the snapshot could not be taken. No session stays open while it runs. Where there is nothing to guard yet, as
 * before the first migration, it runs as it is.
 *
 * @example
 * ```ts
 * import { guardRun } from '@nyxcore/rls-kit/guard'
 *
 * const report = await guardRun(process.env.DATABASE_URL!, ['npx', 'drizzle-kit', 'push', '--force'])
 * process.exitCode = report.exitCode
 * ```
 */
export async function guardRun(
  source: GuardSource,
  command: readonly string[],
  options: GuardRunOptions = {},
): Promise<GuardRunReport> {
  checkCommand(command)
  try {
    return await withLease(source, () => runGuarded(source, command, withUrl(source, options)))
  } catch (error) {
    return failed(error)
  }
}

/** A command that reads DATABASE_URL gets the database that is guarded, where it would get none. */
function withUrl(source: GuardSource, options: GuardRunOptions): GuardRunOptions {
  const named = options.env?.DATABASE_URL ?? process.env.DATABASE_URL
  if (typeof source !== 'string' || named !== undefined) return options
  return { ...options, env: { ...options.env, DATABASE_URL: source } }
}

async function runGuarded(
  source: GuardSource,
  command: readonly string[],
  options: GuardRunOptions,
): Promise<GuardRunReport> {
  const prepared = await withSession(source, (db) => prepare(db, options))
  const running = `running ${command.join(' ')}`
  if (prepared.targets.length === 0) {
    options.onStage?.(`nothing to guard yet; ${running}`)
    return unguarded(await runChild(command, options))
  }
  options.onStage?.(`layer: ${prepared.layer}; ${running}`)
  const frozen = options.freeze === true ? await freeze(source, prepared.targets) : undefined
  let child: ChildExit
  let cancelled: readonly FrozenOut[] = []
  try {
    child = await runChild(command, options)
  } finally {
    cancelled = (await frozen?.thaw()) ?? []
  }
  // What was sent to stop the command has done so: the rest is owed whatever was pressed.
  const rest = { ...options, signal: undefined }
  try {
    return await persistently(() =>
      withSession(source, (db) => conclude(db, prepared, child, cancelled, rest)),
    )
  } catch (error) {
    return { ...failed(error), childExit: child.code, childSignal: child.signal, layer: prepared.layer }
  }
}

/** Snapshot and layer. Throws where either is not to be had, and then the command does not start. */
async function prepare(db: GuardSession, options: GuardRunOptions): Promise<Prepared> {
  const targets = await guardable(db, options.targets, options.skipMissing)
  const before: Prepared['before'] = []
  for (const target of targets) {
    options.onStage?.(`snapshot of ${displayTarget(target)}`)
    const { checksum, values } = await snapshotColumn(db, target, { ...options, restorable: true })
    if (options.file !== undefined) await snapshotToFile(db, target, fileFor(options.file, before.length))
    before.push({ column: displayTarget(target), checksum, values })
  }
  if (targets.length === 0) return { targets, layer: 'none', before, count: 0 }
  const { layer } = await install(db, options)
  return { targets, layer, before, count: await blockedCount(db) }
}

/** Verification, restore and report. Each step looks at what is there, so it can be done again from the start. */
async function conclude(
  db: GuardSession,
  prepared: Prepared,
  child: ChildExit,
  cancelled: readonly FrozenOut[],
  options: GuardRunOptions,
): Promise<GuardRunReport> {
  options.onStage?.('verifying')
  if (!(await hasSchema(db))) return await afterReset(db, prepared, child, options)
  const blocked = [
    ...(await blockedSince(db, prepared.count)),
    ...cancelled.map((out) => ({
      what: 'lock refused',
      column: frozenColumns(prepared.targets, out),
      command: out.query.slice(0, 200),
    })),
  ]
  const found = await verify(db, prepared.targets)
  const lost = [...found.flatMap((r) => r.findings), ...(await verifyLayer(db)).findings].filter(
    (f) => f.loss,
  )
  const repaired = lost.length === 0 ? [] : await restore(db, prepared.targets, options)
  const after = lost.length === 0 ? found : await verify(db, prepared.targets)
  const remaining = after.flatMap((result) => result.findings)
  const refused = repaired.flatMap((result) => result.refused)
  const accepted = options.restore === true
  return {
    exitCode: exitCode(child, blocked.length, lost.length, remaining, accepted, refused.length),
    childExit: child.failed === undefined ? child.code : null,
    childSignal: child.signal,
    layer: prepared.layer,
    blocked,
    lost,
    restored: repaired.flatMap((result) => result.restored),
    remaining,
    refused,
    columns: prepared.before.map((before) => columnReport(before, after)),
  }
}

/** A server that is started again, or a session that somebody ends, must not leave a loss as it is. */
async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === 4 || !connectionLost(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt * 1000))
    }
  }
}
