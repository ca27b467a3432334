import { isRlsKitError } from '../errors.ts'
import type { BlockedStatement } from './blocked.ts'
import type { ChildExit } from './child.ts'
import type { InstallOptions } from './install.ts'
import type { InventoryChange } from './inventory.ts'
import type { RestoredItem, RestoreOptions } from './restore.ts'
import type { SnapshotOptions } from './snapshot.ts'
import { displayTarget } from './target.ts'
import type { Finding, GuardLayer, GuardTarget } from './types.ts'
import type { VerifyResult } from './verify.ts'

/** What {@link guardRun} may be told. */
export interface GuardRunOptions extends SnapshotOptions, InstallOptions, RestoreOptions {
  /** The columns. Default: those recorded, and every column of a pgvector type in the database. */
  targets?: readonly GuardTarget[] | undefined
  /** Leave out columns that do not exist yet, as before the first migration, and were never recorded. Default false. */
  skipMissing?: boolean | undefined
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
  /** Only of a trial on a copy: everything that the command dropped or changed there, guarded or not. */
  readonly dryRun?: (InventoryChange & { readonly notCopied: readonly string[] }) | undefined
  /** Why the run failed on the guard's own side; then the exit code is 2. */
  readonly error?:
    | { readonly code: string; readonly message: string; readonly advice?: string | undefined }
    | undefined
}

/** What stands before the command starts. */
export interface Prepared {
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
  refused: number = 0,
): number {
  if (child.failed !== undefined) return 2
  if (child.code !== 0) return child.code
  if (blocked > 0 || refused > 0 || remaining.some((finding) => finding.loss)) return 1
  return lost > 0 && !restoreAccepted ? 1 : 0
}

/** One column before and after. */
export function columnReport(
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

/** The report of a run in which there was nothing to guard. */
export function unguarded(child: ChildExit): GuardRunReport {
  return {
    ...nothing,
    exitCode: exitCode(child, 0, 0, [], false),
    childExit: child.failed === undefined ? child.code : null,
    childSignal: child.signal,
  }
}

/** The report of a run that the guard could not do. */
export function failed(error: unknown): GuardRunReport {
  const known = isRlsKitError(error)
  return {
    ...nothing,
    exitCode: 2,
    error: {
      code: known ? error.code : String((error as { code?: unknown })?.code ?? 'UNKNOWN'),
      message: error instanceof Error ? error.message : String(error),
      advice: known ? error.advice : undefined,
    },
  }
}

const nothing = {
  childExit: null,
  childSignal: null,
  layer: 'none',
  blocked: [],
  lost: [],
  restored: [],
  remaining: [],
  refused: [],
  columns: [],
} as const
