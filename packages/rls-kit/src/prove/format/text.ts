import type { Outcome, ProveResult } from '../types.ts'
import { countOutcomes, toMatrix } from './matrix.ts'

/** The colours that the caller's terminal takes; each may be the identity. */
export type Paint = Record<'bold' | 'dim' | 'red' | 'green' | 'yellow', (text: string) => string>

const signs: Record<Outcome, string> = { held: '✓', denied: '·', leak: '✗', unproven: '?', unsupported: '-' }

/** The matrix for a terminal: an object a line, an action a column, and every leak and doubt in words below. */
export function toText(result: ProveResult, paint: Paint): string {
  const { actions, rows } = toMatrix(result)
  const colors: Record<Outcome, (text: string) => string> = {
    held: paint.green,
    denied: paint.dim,
    leak: paint.red,
    unproven: paint.yellow,
    unsupported: paint.dim,
  }
  const width = Math.max(...rows.map((row) => row.object.length), 6)
  const lines: string[] = []
  actions.forEach((action, at) => {
    lines.push(`${' '.repeat(width)} ${'│ '.repeat(at)}${paint.dim(`┌ ${action}`)}`)
  })
  for (const row of rows) {
    const cells = actions.map((action) => {
      const outcome = row.cells[action]?.outcome
      return outcome === undefined ? ' ' : colors[outcome](signs[outcome])
    })
    lines.push(`${row.object.padEnd(width)} ${cells.join(' ')}`)
  }
  lines.push('', paint.dim('✓ held  · no privilege  ✗ leak  ? unproven  - this server lacks it'), '')
  for (const outcome of ['leak', 'unproven'] as const) {
    for (const probe of result.probes) {
      if (probe.outcome !== outcome) continue
      lines.push(
        `${colors[outcome](outcome.padEnd(8))} ${paint.bold(probe.object)} ${probe.action}: ${probe.detail}`,
      )
    }
  }
  for (const note of result.notes) lines.push(paint.dim(`note: ${note}`))
  const count = countOutcomes(result)
  const where = `${result.database}, PostgreSQL ${Math.floor(result.serverVersion / 10_000)}, as ${result.app}`
  const sums = `${count.held} held, ${count.denied} without privilege, ${count.leak} leaks, ${count.unproven} unproven`
  lines.push(`${result.proven ? paint.green('✓ proven') : paint.red('✗ not proven')}: ${sums} (${where})`)
  return `${lines.join('\n')}\n`
}
