import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'

it('stands in AUDIT.md, rule by rule', async () => {
  const text = await readFile(new URL('../../AUDIT.md', import.meta.url), 'utf8')
  for (const rule of rules) {
    expect(text).toContain(`| ${rule.number} | \`${rule.id}\` | ${rule.severity} | ${rule.title} |`)
  }
})
