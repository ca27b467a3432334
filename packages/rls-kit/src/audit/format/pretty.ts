import type { AuditResult, Severity } from '../types.ts'

/** The colours that the caller's terminal takes; each may be the identity. */
export type Paint = Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string>

/** The findings for a person to read: what, where, why, and the statement that mends it. */
export function toPretty(result: AuditResult, paint: Paint): string {
  const color: Record<Severity, (text: string) => string> = {
    error: paint.red,
    warning: paint.yellow,
    info: paint.cyan,
  }
  const lines: string[] = []
  for (const finding of result.findings) {
    lines.push(
      `${color[finding.severity](finding.severity.padEnd(7))} ${paint.bold(finding.object)}  ${paint.dim(finding.rule)}`,
    )
    lines.push(`  ${finding.evidence}`, `  ${paint.dim(finding.why)}`)
    lines.push(...finding.fix.split('\n').map((line) => `    ${paint.green(line)}`), '')
  }
  for (const note of result.notes) lines.push(paint.dim(`note: ${note}`))
  for (const { rule, reason } of result.skipped) lines.push(paint.yellow(`not run: ${rule} (${reason})`))
  for (const line of result.stale)
    lines.push(paint.dim(`the baseline accepts "${line}", which is no longer found`))
  const count = (severity: Severity): number =>
    result.findings.filter((finding) => finding.severity === severity).length
  const tables = `${result.tables.length} tenant tables of ${result.database}, PostgreSQL ${Math.floor(result.serverVersion / 10_000)}`
  const accepted = result.accepted > 0 ? `, ${result.accepted} accepted` : ''
  lines.push(
    result.findings.length === 0
      ? `${paint.green('✓')} Nothing found in ${tables}${accepted}.`
      : `${count('error')} errors, ${count('warning')} warnings, ${count('info')} infos in ${tables}${accepted}.`,
  )
  return `${lines.join('\n')}\n`
}
