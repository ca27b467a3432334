import type { Finding, Review } from '../api/contract.ts'

/** A finding, and what a model said of it. */
export interface ReviewedFinding extends Finding {
  readonly review?: Review | undefined
}

/** How a list of findings is looked at. */
export interface FindingsView {
  readonly category: string | undefined
  readonly severity: string | undefined
  /** Words that must all occur in file, rule, message or line. */
  readonly words: string
  readonly by: 'rule' | 'file'
}

export interface FindingsGroup {
  readonly name: string
  readonly severity: Finding['severity']
  readonly findings: ReviewedFinding[]
}

const gravity = { high: 0, medium: 1, low: 2 }

/** The findings that match, grouped; the gravest group first, then the largest. */
export function groupFindings(findings: readonly ReviewedFinding[], view: FindingsView): FindingsGroup[] {
  const words = view.words.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map<string, ReviewedFinding[]>()
  for (const finding of findings) {
    if (view.category !== undefined && finding.category !== view.category) continue
    if (view.severity !== undefined && finding.severity !== view.severity) continue
    const text = `${finding.file} ${finding.rule} ${finding.message} ${finding.excerpt}`.toLowerCase()
    if (!words.every((word) => text.includes(word))) continue
    const name = finding[view.by]
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [finding])
    else group.push(finding)
  }
  return [...groups]
    .map(([name, all]) => {
      const sorted = all.sort(
        (a, b) => gravity[a.severity] - gravity[b.severity] || compare(a.file, b.file) || a.line - b.line,
      )
      return { name, severity: sorted[0]?.severity ?? 'low', findings: sorted }
    })
    .sort(
      (a, b) =>
        gravity[a.severity] - gravity[b.severity] ||
        b.findings.length - a.findings.length ||
        compare(a.name, b.name),
    )
}

/** How often each value of a field occurs, the most frequent first. */
export function countsOf(findings: readonly Finding[], field: 'category' | 'severity'): [string, number][] {
  const counts = new Map<string, number>()
  for (const finding of findings) counts.set(finding[field], (counts.get(finding[field]) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
