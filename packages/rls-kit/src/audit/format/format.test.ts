import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import Ajv from 'ajv-draft-04'
import formatsModule from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { rules } from '../rules.ts'
import type { AuditResult } from '../types.ts'
import { toGithub } from './github.ts'
import { toPretty } from './pretty.ts'
import { toSarif } from './sarif.ts'

// it is CommonJS, and Node and the bundler disagree on what its default is
const addFormats = formatsModule.default ?? formatsModule
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats(ajv as never)
const isSarif = ajv.compile(schema)

const plain = (text: string): string => text
const paint = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain }
const result: AuditResult = {
  database: 'shop',
  serverVersion: 180004,
  app: 'app',
  tables: [{ table: 'public.notes', by: 'definition' }],
  findings: [
    {
      rule: 'rls-disabled',
      severity: 'error',
      object: 'public.no,tes:1%\n',
      evidence: 'off',
      why: 'because',
      fix: 'alter table a enable row level security;\nselect 1;',
    },
    {
      rule: 'no-leading-tenant-index',
      severity: 'info',
      object: 'public.b',
      evidence: 'none',
      why: 'slow',
      fix: 'create index;',
    },
  ],
  accepted: 1,
  stale: ['rls-disabled public.gone'],
  skipped: [{ rule: 'app-superuser', reason: 'the app role is not known' }],
  notes: ['a note'],
}

describe('the catalogue', () => {
  it('has 42 rules, numbered in order, with ids of their own', () => {
    expect(rules.map((rule) => rule.number)).toEqual(Array.from({ length: 42 }, (_, at) => at + 1))
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(42)
  })
})

describe('SARIF', () => {
  it('satisfies the schema of 2.1.0', () => {
    const log: unknown = JSON.parse(toSarif(result))
    expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true)
    expect(isSarif({ ...(log as object), version: '1.0' })).toBe(false)
  })
  it('names every rule, and each result by its index', () => {
    const log = JSON.parse(toSarif(result)) as {
      runs: {
        tool: { driver: { rules: { id: string }[] } }
        results: { ruleId: string; ruleIndex: number; level: string }[]
      }[]
    }
    const [run] = log.runs
    expect(run?.tool.driver.rules).toHaveLength(42)
    for (const row of run?.results ?? []) expect(run?.tool.driver.rules[row.ruleIndex]?.id).toBe(row.ruleId)
    expect(run?.results.map((row) => row.level)).toEqual(['error', 'note'])
  })
  it('keeps a fingerprint when the wording changes', () => {
    const print = (evidence: string): unknown =>
      JSON.parse(toSarif({ ...result, findings: result.findings.map((row) => ({ ...row, evidence })) }))
        .runs[0].results[0].partialFingerprints
    expect(print('one')).toEqual(print('two'))
  })
})

describe('GitHub annotations', () => {
  it('are one line a finding, whatever stands in a name', () => {
    const lines = toGithub(result).trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(
      /^::error file=rls\.config\.ts,line=1,title=rls-disabled%3A public\.no%2Ctes%3A1%25%0A::off\. because%0Aalter/,
    )
    expect(lines[1]).toMatch(/^::notice /)
  })
})

describe('text', () => {
  it('says what, why, how to mend it, and what was not done', () => {
    const text = toPretty(result, paint)
    for (const part of [
      'rls-disabled',
      'because',
      'alter table a enable row level security;',
      'a note',
      'app-superuser',
      'public.gone',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).toContain(
      '1 errors, 0 warnings, 1 infos in 1 tenant tables of shop, PostgreSQL 18, 1 accepted.',
    )
  })
})
