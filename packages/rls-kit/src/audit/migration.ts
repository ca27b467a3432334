import type { Finding } from './types.ts'

/**
 * The fixes as one migration, in the order of the catalogue's severity, each statement once. What a person has to
 * decide stands in it as a comment.
 */
export function toMigration(findings: readonly Finding[]): string {
  const seen = new Set<string>()
  const parts: string[] = []
  for (const finding of findings) {
    const fresh = finding.fix
      .split('\n')
      .filter((line) => line.startsWith('--') || !seen.has(line) || !line.endsWith(';'))
    for (const line of finding.fix.split('\n')) seen.add(line)
    if (fresh.length === 0) continue
    parts.push(
      `-- ${finding.rule}: ${oneLine(finding.object)}\n-- ${oneLine(finding.evidence)}\n${fresh.join('\n')}`,
    )
  }
  return `-- Written by \`rls-kit audit --fix\`. Read it before you run it.\nbegin;\n\n${parts.join('\n\n')}\n\ncommit;\n`
}

/** A name may contain a line end, which would end the comment. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')
