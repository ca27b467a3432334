import type { Finding } from './types.ts'

/**
 * The fixes as one migration, in the order of the catalogue's severity, each statement once. What a person has to
 * decide stands in it as a comment.
 */
export function toMigration(findings: readonly Finding[]): string {
  const seen = new Set<string>()
  const dropped = new Set(findings.flatMap((finding) => statements(finding.fix).flatMap(droppedPolicy)))
  const parts: string[] = []
  for (const finding of findings) {
    const fresh = statements(finding.fix).filter((statement) => {
      if (seen.has(statement) || dropped.has(alteredPolicy(statement) ?? '')) return false
      seen.add(statement)
      return true
    })
    if (fresh.length === 0) continue
    parts.push(
      `-- ${finding.rule}: ${oneLine(finding.object)}\n-- ${oneLine(finding.evidence)}\n${fresh.join('\n')}`,
    )
  }
  return `-- Written by \`rls-kit audit --fix\`. Read it before you run it.\nbegin;\n\n${parts.join('\n\n')}\n\ncommit;\n`
}

/** A fix's statements, each with its line ends, and its comments, each for itself. */
function statements(fix: string): string[] {
  const parts: string[] = []
  let open = ''
  for (const line of fix.split('\n')) {
    open = open === '' ? line : `${open}\n${line}`
    if (line.endsWith(';') || open.startsWith('--')) {
      parts.push(open)
      open = ''
    }
  }
  return open === '' ? parts : [...parts, open]
}

/** What one finding drops, another need not alter. */
const droppedPolicy = (sql: string): string[] => {
  const name = /^drop policy if exists (.+);$/.exec(sql)?.[1]
  return name === undefined ? [] : [name]
}
const alteredPolicy = (sql: string): string | undefined =>
  /^alter policy ("(?:[^"]|"")*" on "(?:[^"]|"")*"(?:\."(?:[^"]|"")*")?)/.exec(sql)?.[1]

/** A name may contain a line end, which would end the comment. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')
