import { RlsKitError } from '../errors.ts'
import type { ChildExit } from './child.ts'
import { install } from './install.ts'
import { restoreFromFile } from './restore-file.ts'
import {
  columnReport,
  exitCode,
  type GuardRunOptions,
  type GuardRunReport,
  type Prepared,
} from './run-report.ts'
import { snapshotColumn } from './snapshot.ts'
import { displayTarget } from './target.ts'
import type { Finding, GuardSession } from './types.ts'
import type { VerifyResult } from './verify.ts'

/** The file of the n-th column. */
export function fileFor(file: string, n: number): string {
  return n === 0 ? file : `${file}.${n + 1}`
}

/** The guard's own schema is gone: somebody dropped the database or the schema. What is left is the file. */
export async function afterReset(
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
    after.push({ target, findings: [], checksum, rows, values, recorded: checksum, takenAt: null })
  }
  await install(db, options)
  const remaining = results.flatMap((result) => result.remaining)
  const refused = results.flatMap((result) => result.refused)
  const accepted = options.restore === true
  return {
    exitCode: exitCode(child, 0, lost.length, remaining, accepted, refused.length),
    childExit: child.failed === undefined ? child.code : null,
    childSignal: child.signal,
    layer: prepared.layer,
    blocked: [],
    lost,
    restored: results.flatMap((result) => result.restored),
    remaining,
    refused,
    columns: prepared.before.map((before) => columnReport(before, after)),
  }
}
