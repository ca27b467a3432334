import type { AuditResult, Severity } from '../types.ts'

const commands: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' }

/** The findings as workflow commands, which GitHub Actions turns into annotations. */
export function toGithub(result: AuditResult, file = 'rls.config.ts'): string {
  return result.findings
    .map((finding) => {
      const title = property(`${finding.rule}: ${finding.object}`)
      return `::${commands[finding.severity]} file=${property(file)},line=1,title=${title}::${data(`${finding.evidence}. ${finding.why}\n${finding.fix}`)}\n`
    })
    .join('')
}

/** What the runner would take for an end of line or a separator. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
