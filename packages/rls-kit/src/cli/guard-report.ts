import type { OpenAllowance } from '../guard/allow.ts'
import type { verifyLayer } from '../guard/install.ts'
import { outermost } from '../guard/inventory.ts'
import type { RestoreResult } from '../guard/restore.ts'
import type { GuardRunReport } from '../guard/run-report.ts'
import { displayTarget } from '../guard/target.ts'
import type { GuardProgress } from '../guard/types.ts'
import type { VerifyResult } from '../guard/verify.ts'
import { type CliIo, paint } from './io.ts'

/** A bar that rewrites its line on a terminal, and says nothing where standard error is none. */
export function progressBar(io: CliIo): GuardProgress {
  return ({ phase, object, done, total }) => {
    if (!io.color) return
    const share = total === undefined || total === 0 ? undefined : Math.min(1, done / total)
    const bar =
      share === undefined
        ? ''
        : `${'#'.repeat(Math.round(share * 24)).padEnd(24, '.')} ${Math.round(share * 100)} % `
    io.stderr(`\r\u001b[2K${phase.padEnd(8)} ${bar}${object}${share === 1 ? '\n' : ''}`)
  }
}

/** What `guard verify` says to a person. */
export function reportFindings(
  io: CliIo,
  results: readonly VerifyResult[],
  layer: Awaited<ReturnType<typeof verifyLayer>>,
  allowances: readonly OpenAllowance[],
): void {
  const { green, red, yellow, dim } = paint(io)
  for (const result of results) {
    const lost = result.findings.some((finding) => finding.loss)
    const mark = lost ? red('lost') : green('kept')
    io.stdout(
      `${mark} ${displayTarget(result.target)} ${dim(`${result.values} values, checksum ${result.checksum ?? 'none'}, snapshot of ${result.takenAt ?? 'never'}`)}\n`,
    )
    for (const finding of result.findings) {
      io.stdout(`  ${finding.loss ? red('-') : yellow('~')} ${finding.message}\n`)
    }
  }
  io.stdout(dim(`layer: ${layer.layer}\n`))
  for (const finding of layer.findings) io.stdout(`  ${red('-')} ${finding.message}\n`)
  for (const open of allowances) {
    io.stdout(
      `${yellow('allowed')} ${open.role} may change ${open.column} until ${open.expiresAt}: ${open.reason} (by ${open.by})\n`,
    )
  }
}

/** What `guard restore` says to a person. */
export function reportRestore(io: CliIo, results: readonly RestoreResult[]): void {
  const { green, red, yellow } = paint(io)
  for (const result of results) {
    const name = displayTarget(result.target)
    if (result.restored.length === 0 && result.refused.length === 0)
      io.stdout(`${green('nothing lost')} ${name}\n`)
    for (const item of result.restored) {
      io.stdout(
        `${green('put back')} ${item.what} ${item.object}${item.rows === undefined ? '' : ` (${item.rows} values)`}\n`,
      )
    }
    for (const reason of result.refused) io.stdout(`${red('refused')} ${reason}\n`)
    for (const finding of result.remaining) {
      io.stdout(`${finding.loss ? red('still lost') : yellow('note')} ${name}: ${finding.message}\n`)
    }
  }
}

/** What `guard run` says to a person: what was tried, what was put back, and how it ended. */
export function reportRun(io: CliIo, report: GuardRunReport): void {
  const { green, red, yellow, bold, dim } = paint(io)
  if (report.error !== undefined) {
    io.stderr(`${red(report.error.code)} ${report.error.message}\n`)
    if (report.error.advice !== undefined) io.stderr(`${dim(report.error.advice)}\n`)
    if (report.childExit === null) io.stderr('The command was not started.\n')
    return
  }
  io.stdout(bold(`\nguard (${report.layer}): the command exited with ${report.childExit ?? 'no code'}\n`))
  for (const stop of report.blocked) {
    io.stdout(
      `  ${yellow('blocked')}  ${stop.column}: ${stop.what}${stop.command === undefined ? '' : ` by ${stop.command}`}\n`,
    )
  }
  for (const finding of report.lost) io.stdout(`  ${red('lost')}     ${finding.column}: ${finding.message}\n`)
  for (const item of report.restored) {
    io.stdout(
      `  ${green('put back')} ${item.what} ${item.object}${item.rows === undefined ? '' : ` (${item.rows} values)`}\n`,
    )
  }
  for (const reason of report.refused) io.stdout(`  ${red('refused')}  ${reason}\n`)
  for (const finding of report.remaining) {
    io.stdout(`  ${finding.loss ? red('still lost') : dim('note')} ${finding.column}: ${finding.message}\n`)
  }
  for (const { column, before, after } of report.columns) {
    const same = before.checksum === after.checksum
    io.stdout(
      `  ${same ? green('same') : red('differs')}     ${column}: ${after.values} values, checksum ${after.checksum}\n`,
    )
  }
  io.stdout(dim(`exit code ${report.exitCode}\n`))
}

/** What `guard run --dry-run` says to a person: what the command did to the copy. */
export function reportDryRun(
  io: CliIo,
  report: GuardRunReport,
  trial: NonNullable<GuardRunReport['dryRun']>,
): void {
  const { green, red, yellow, bold, dim } = paint(io)
  io.stdout(bold(`\ndry run: on the copy the command exited with ${report.childExit ?? 'no code'}\n`))
  for (const finding of report.lost)
    io.stdout(`  ${red('would lose')} ${finding.column}: ${finding.message}\n`)
  for (const item of outermost(trial.dropped)) {
    const now = trial.created.find((other) => other.kind === item.kind && other.name === item.name)
    const change = now === undefined ? yellow('would drop') : yellow('would change')
    io.stdout(
      `  ${change} ${item.kind} ${item.name}${now === undefined ? '' : `: ${item.detail} -> ${now.detail}`}\n`,
    )
  }
  for (const item of outermost(trial.created)) {
    if (trial.dropped.some((other) => other.kind === item.kind && other.name === item.name)) continue
    io.stdout(`  ${dim('would create')} ${item.kind} ${item.name}\n`)
  }
  if (report.lost.length === 0) io.stdout(`  ${green('no guarded column would lose anything')}\n`)
  io.stdout(dim(`not in the copy: ${trial.notCopied.join('; ')}\n`))
  io.stdout(dim(`The copy is dropped, and the database is as it was. Exit code ${report.exitCode}\n`))
}
