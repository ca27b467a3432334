import { isRlsKitError, RlsKitError } from '../errors.ts'
import { type BlockedStatement, blockedCount, blockedSince } from './blocked.ts'
import { type ChildExit, runChild } from './child.ts'
import { discoverTargets } from './discover.ts'
import { snapshotToFile } from './file.ts'
import { type FrozenOut, freeze, frozenColumns } from './freeze.ts'
import { type InstallOptions, install, verifyLayer } from './install.ts'
import { withLease } from './lease.ts'
import { type RestoredItem, type RestoreOptions, restore } from './restore.ts'
import { restoreFromFile } from './restore-file.ts'
import { hasSchema } from './schema.ts'
import { withSession } from './session.ts'
import { type SnapshotOptions, snapshotColumn } from './snapshot.ts'
import { displayTarget } from './target.ts'
import type { Finding, GuardLayer, GuardSession, GuardSource, GuardTarget } from './types.ts'
import { type VerifyResult, verify } from './verify.ts'

/** What {@link guardRun} may be told. */
export interface GuardRunOptions extends SnapshotOptions, InstallOptions, RestoreOptions {
  /** The columns. Default: those recorded, and every column of a pgvector type in the database. */
  targets?: readonly GuardTarget[] | undefined
  /** Accept a loss that was put back: without it the exit code says that something had to be undone. */
  restore?: boolean | undefined
  /** Let no ALTER, DROP or TRUNCATE on a guarded table run at all; the rest of the command does. */
  freeze?: boolean | undefined
  /** Also keep a snapshot in this file (with a number at the end for a second column): it outlives DROP DATABASE. */
  file?: string | undefined
  /** The child's environment, beside this process's. */
  env?: Readonly<Record<string, string | undefined>> | undefined
  cwd?: string | undefined
  /** Keeps standard output free for the caller. */
  stdoutToStderr?: boolean | undefined
  /** Told of each stage, for a person. */
  onStage?: ((stage: string) => void) | undefined
}

/** What a guarded run came to; its JSON is what `--json` prints. */
export interface GuardRunReport {
  /** 0 only if the child succeeded, nothing was blocked, and nothing was lost or all was put back on request. */
  readonly exitCode: number
  /** The child's own exit code; null where it was not started. */
  readonly childExit: number | null
  readonly childSignal: string | null
  readonly layer: GuardLayer
  readonly blocked: readonly BlockedStatement[]
  /** What was found lost when the child had ended. */
  readonly lost: readonly Finding[]
  readonly restored: readonly RestoredItem[]
  /** What is still not as it was. */
  readonly remaining: readonly Finding[]
  readonly refused: readonly string[]
  readonly columns: readonly {
    readonly column: string
    readonly before: { readonly checksum: string; readonly values: number }
    readonly after: { readonly checksum: string | null; readonly values: number }
  }[]
  /** Why the run failed on the guard's own side; then the exit code is 2. */
  readonly error?:
    | { readonly code: string; readonly message: string; readonly advice?: string | undefined }
    | undefined
}

/**
 * Runs a command under the guard: snapshot, strongest layer, the command with its terminal passed through, then
 * verification from the catalog whatever it answered, restore, and a report. The command does not start where
 * the snapshot could not be taken. No session stays open while it runs.
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
  if (command.length === 0) {
    throw new RlsKitError('USAGE', 'There is no command to run.', { advice: 'Write it after `--`.' })
  }
  try {
    return await withLease(source, () => runGuarded(source, command, options))
  } catch (error) {
    return failed(error)
  }
}

async function runGuarded(
  source: GuardSource,
  command: readonly string[],
  options: GuardRunOptions,
): Promise<GuardRunReport> {
  let prepared: Prepared
  try {
    prepared = await withSession(source, async (db) => {
      const targets = await discoverTargets(db, options.targets)
      if (targets.length === 0) {
        throw new RlsKitError('GUARD_MISSING', 'There is no column to guard.', {
          advice: 'Declare one in rls.config.ts, or name it with --column schema.table.column.',
        })
      }
      const before: Prepared['before'] = []
      for (const target of targets) {
        options.onStage?.(`snapshot of ${displayTarget(target)}`)
        const { checksum, values } = await snapshotColumn(db, target, options)
        if (options.file !== undefined) await snapshotToFile(db, target, fileFor(options.file, before.length))
        before.push({ column: displayTarget(target), checksum, values })
      }
      const { layer } = await install(db, options)
      return { targets, layer, before, count: await blockedCount(db) }
    })
  } catch (error) {
    return failed(error)
  }
  options.onStage?.(`layer: ${prepared.layer}; running ${command.join(' ')}`)
  const frozen = options.freeze === true ? await freeze(source, prepared.targets) : undefined
  let child: ChildExit
  let cancelled: readonly FrozenOut[] = []
  try {
    child = await runChild(command, options)
  } finally {
    cancelled = (await frozen?.thaw()) ?? []
  }
  try {
    return await withSession(source, async (db) => {
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
      return {
        exitCode: exitCode(child, blocked.length, lost.length, remaining, options.restore === true),
        childExit: child.failed === undefined ? child.code : null,
        childSignal: child.signal,
        layer: prepared.layer,
        blocked,
        lost,
        restored: repaired.flatMap((result) => result.restored),
        remaining,
        refused: repaired.flatMap((result) => result.refused),
        columns: prepared.before.map((before) => columnReport(before, after)),
      }
    })
  } catch (error) {
    return { ...failed(error), childExit: child.code, childSignal: child.signal, layer: prepared.layer }
  }
}

/** The file of the n-th column. */
function fileFor(file: string, n: number): string {
  return n === 0 ? file : `${file}.${n + 1}`
}

/** The guard's own schema is gone: somebody dropped the database or the schema. What is left is the file. */
async function afterReset(
  db: GuardSession,
  prepared: Prepared,
  child: ChildExit,
  options: GuardRunOptions,
): Promise<GuardRunReport> {
  if (options.file === undefined) {
    throw new RlsKitError(
      'SNAPSHOT_MISSING',
      'The command dropped the snapshot together with the database.',
      {
        advice: 'Run the guard with --file where a command may drop a database.',
      },
    )
  }
  const results = []
  for (const n of prepared.targets.keys()) {
    results.push(await restoreFromFile(db, fileFor(options.file, n), options))
  }
  const lost = prepared.targets.map(
    (target): Finding => ({
      kind: 'table-missing',
      column: displayTarget(target),
      object: displayTarget(target),
      message: 'the database was dropped, with the guard in it',
      loss: true,
    }),
  )
  // The new database is guarded as the old one was.
  const after: VerifyResult[] = []
  for (const target of prepared.targets) {
    const { rows, values, checksum } = await snapshotColumn(db, target, { ...options, accept: true })
    after.push({ target, findings: [], checksum, rows, values, recorded: checksum })
  }
  await install(db, options)
  const remaining = results.flatMap((result) => result.remaining)
  return {
    exitCode: exitCode(child, 0, lost.length, remaining, options.restore === true),
    childExit: child.failed === undefined ? child.code : null,
    childSignal: child.signal,
    layer: prepared.layer,
    blocked: [],
    lost,
    restored: results.flatMap((result) => result.restored),
    remaining,
    refused: results.flatMap((result) => result.refused),
    columns: prepared.before.map((before) => columnReport(before, after)),
  }
}

interface Prepared {
  readonly targets: readonly GuardTarget[]
  readonly layer: GuardLayer
  readonly before: { column: string; checksum: string; values: number }[]
  readonly count: number
}

/** The rule of exit codes, by itself: `guard run -- push && deploy` must never deploy what was undone. */
export function exitCode(
  child: Pick<ChildExit, 'code' | 'failed'>,
  blocked: number,
  lost: number,
  remaining: readonly Finding[],
  restoreAccepted: boolean,
): number {
  if (child.failed !== undefined) return 2
  if (child.code !== 0) return child.code
  if (blocked > 0 || remaining.some((finding) => finding.loss)) return 1
  return lost > 0 && !restoreAccepted ? 1 : 0
}

function columnReport(
  before: Prepared['before'][number],
  after: readonly VerifyResult[],
): GuardRunReport['columns'][number] {
  const now = after.find((result) => displayTarget(result.target) === before.column)
  return {
    column: before.column,
    before: { checksum: before.checksum, values: before.values },
    after: { checksum: now?.checksum ?? null, values: now?.values ?? 0 },
  }
}

function failed(error: unknown): GuardRunReport {
  const known = isRlsKitError(error)
  return {
    exitCode: 2,
    childExit: null,
    childSignal: null,
    layer: 'none',
    blocked: [],
    lost: [],
    restored: [],
    remaining: [],
    refused: [],
    columns: [],
    error: {
      code: known ? error.code : String((error as { code?: unknown })?.code ?? 'UNKNOWN'),
      message: error instanceof Error ? error.message : String(error),
      advice: known ? error.advice : undefined,
    },
  }
}
