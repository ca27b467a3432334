import type { HardenedResult, HoleResult } from './run.ts'

/** The result as a Markdown table, with the sums below it. */
export function toTable(hardened: HardenedResult, results: readonly HoleResult[], major: number): string {
  const header = ['#', 'hole', `leaks (docs of ${major})`, 'audit', 'prove', 'fix', 'splinter']
  const rows = results.map((result) => [
    String(result.hole.number),
    result.hole.rule,
    result.leak,
    result.found ? 'found' : 'MISSED',
    result.leaks.length > 0
      ? result.leak === 'none'
        ? 'FALSE ALARM'
        : `shown (${result.leaks[0]?.action})`
      : result.leak === 'none'
        ? '-'
        : 'NOT SHOWN',
    result.mended ? 'mends' : 'by hand',
    result.hole.splinter ?? '-',
  ])
  const widths = header.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => (row[at] as string).length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] as number)).join(' | ')} |`
  const leaking = results.filter((result) => result.leak !== 'none')
  const unproven = hardened.probes.filter((probe) => probe.outcome === 'unproven').length
  const leaks = hardened.probes.filter((probe) => probe.outcome === 'leak').length
  return [
    line(header),
    `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`,
    ...rows.map(line),
    '',
    `audit found ${results.filter((result) => result.found).length} of ${results.length}`,
    `prove showed ${leaking.filter((result) => result.leaks.length > 0).length} of ${leaking.length} that leak, and raised ${results.filter((result) => result.leak === 'none' && result.leaks.length > 0).length} false alarms`,
    `the fixes mend ${results.filter((result) => result.mended).length} of ${results.length}`,
    `splinter covers ${results.filter((result) => result.hole.splinter !== undefined).length} at least in part`,
    `hardened schema: ${hardened.findings.length} findings, ${leaks} leaks, ${unproven} unproven of ${hardened.probes.length} probes`,
  ].join('\n')
}
