import { createHash } from 'node:crypto'
import { rules } from '../rules.ts'
import type { AuditResult, Finding, Severity } from '../types.ts'

const levels: Record<Severity, 'error' | 'warning' | 'note'> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
}

/**
 * The findings as SARIF 2.1.0 (OASIS standard, errata 01). A database has no files, so each result stands at the
 * definition's first line and names its object as a logical location.
 */
export function toSarif(result: AuditResult, uri = 'rls.config.ts'): string {
  const index = new Map(rules.map((rule, at) => [rule.id, at]))
  return JSON.stringify(
    {
      $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'rls-kit audit',
              rules: rules.map((rule) => ({
                id: rule.id,
                name: rule.id.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase()),
                shortDescription: { text: rule.title },
                fullDescription: { text: rule.why },
                help: { text: rule.why },
                defaultConfiguration: { level: levels[rule.severity] },
                properties: { tags: ['security', 'row-level-security'] },
              })),
            },
          },
          columnKind: 'utf16CodeUnits',
          results: result.findings.map((finding) => ({
            ruleId: finding.rule,
            ruleIndex: index.get(finding.rule) ?? -1,
            level: levels[finding.severity],
            message: { text: `${finding.object}: ${finding.evidence}. ${finding.why}\n\n${finding.fix}` },
            locations: [
              {
                physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
                logicalLocations: [{ fullyQualifiedName: finding.object, kind: 'object' }],
              },
            ],
            partialFingerprints: { 'rlsKitFinding/v1': fingerprint(finding) },
          })),
        },
      ],
    },
    null,
    2,
  )
}

function fingerprint(finding: Finding): string {
  return createHash('sha256').update(`${finding.rule}\n${finding.object}`).digest('hex').slice(0, 32)
}
