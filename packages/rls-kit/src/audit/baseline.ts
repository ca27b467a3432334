import { readFile, writeFile } from 'node:fs/promises'
import { RlsKitError } from '../errors.ts'
import type { Finding } from './types.ts'

/** How a finding stands in a baseline: its rule and its object, so that a changed wording does not bring it back. */
export function acceptKey(finding: Pick<Finding, 'rule' | 'object'>): string {
  return `${finding.rule} ${finding.object}`
}

/** Reads a baseline: one `rule object` a line; what follows ` # ` is a remark. */
export function parseBaseline(text: string): Set<string> {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#\s.*$|^#$/, '').trim())
  return new Set(lines.filter((line) => line !== ''))
}

/** The lines of a baseline that accepts these findings. */
export function formatBaseline(findings: readonly Finding[]): string {
  const lines = [...new Set(findings.map(acceptKey))].sort()
  return `# Findings of \`rls-kit audit\` that were looked at and accepted. Say why after each.\n${lines.join('\n')}${lines.length > 0 ? '\n' : ''}`
}

/** @throws {@link RlsKitError} `USAGE` where the file cannot be read. */
export async function readBaseline(path: string): Promise<Set<string>> {
  try {
    return parseBaseline(await readFile(path, 'utf8'))
  } catch (error) {
    throw new RlsKitError('USAGE', `The baseline ${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
      advice: 'Write one with --update-baseline.',
    })
  }
}

export async function writeBaseline(path: string, findings: readonly Finding[]): Promise<void> {
  await writeFile(path, formatBaseline(findings))
}
