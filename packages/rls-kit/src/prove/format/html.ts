import type { Outcome, Probe, ProveResult } from '../types.ts'
import { countOutcomes, toMatrix } from './matrix.ts'

const style = `
:root { color-scheme: light dark; --held: #1a7f37; --leak: #cf222e; --unproven: #9a6700; --line: #8884; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1rem; }
table { border-collapse: collapse; } .scroll { overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: center; }
th[scope=row] { text-align: left; font-weight: 500; white-space: nowrap; }
thead th { vertical-align: bottom; font-weight: 500; }
.held { color: var(--held); } .leak { background: var(--leak); color: #fff; font-weight: 700; }
.unproven { background: var(--unproven); color: #fff; } .denied, .unsupported { opacity: .55; }
`

/** The matrix as one HTML file that loads nothing. Every cell tells on hover, and in words below, what happened. */
export function toHtml(result: ProveResult): string {
  const { actions, rows } = toMatrix(result)
  const count = countOutcomes(result)
  const body = rows.map((row) => {
    const cells = actions.map((action) => {
      const probe = row.cells[action]
      if (probe === undefined) return '<td></td>'
      return `<td class="${probe.outcome}" title="${escapeHtml(probe.detail)}">${probe.outcome === 'denied' ? 'no privilege' : probe.outcome}</td>`
    })
    return `<tr><th scope="row">${escapeHtml(row.object)}<br><small>${row.kind}</small></th>${cells.join('')}</tr>`
  })
  const of = (outcome: Outcome): readonly Probe[] =>
    result.probes.filter((probe) => probe.outcome === outcome)
  const doubts = [...of('leak'), ...of('unproven')].map(
    (probe) =>
      `<li><strong class="${probe.outcome}">${probe.outcome}</strong> ${escapeHtml(`${probe.object} ${probe.action}: ${probe.detail}`)}</li>`,
  )
  const notes = result.notes.map((note) => `<li>${escapeHtml(note)}</li>`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tenant isolation of ${escapeHtml(result.database)}</title>
<style>${style}</style>
<h1>${result.proven ? 'Tenant isolation is proven' : 'Tenant isolation is not proven'}</h1>
<p>${escapeHtml(result.database)}, PostgreSQL ${Math.floor(result.serverVersion / 10_000)}, as the role ${escapeHtml(result.app)}:
${count.held} held, ${count.denied} without privilege, ${count.leak} leaks, ${count.unproven} unproven.</p>
${doubts.length > 0 ? `<ul>${doubts.join('\n')}</ul>` : ''}
<div class="scroll"><table>
<thead><tr><th></th>${actions.map((action) => `<th scope="col">${action}</th>`).join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>
${notes.length > 0 ? `<ul>${notes.join('\n')}</ul>` : ''}
</html>
`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
