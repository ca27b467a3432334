import { expect, it } from 'vitest'
import type { Finding } from '../api/contract.ts'
import { countsOf, type FindingsView, groupFindings } from './findings.ts'

const finding = (rule: string, file: string, line: number, severity: Finding['severity']): Finding => ({
  rule,
  file,
  line,
  severity,
  category: rule === 'no-eval' ? 'security' : 'performance',
  message: `about ${rule}`,
  excerpt: '',
})
const all = [
  finding('await-in-loop', 'b.ts', 9, 'low'),
  finding('await-in-loop', 'b.ts', 2, 'low'),
  finding('await-in-loop', 'a.ts', 5, 'low'),
  finding('json-clone', 'a.ts', 1, 'low'),
  finding('no-eval', 'a.ts', 7, 'high'),
]
const view: FindingsView = { category: undefined, severity: undefined, words: '', by: 'rule' }
const shape = (over: Partial<FindingsView>) =>
  groupFindings(all, { ...view, ...over }).map(({ name, findings }) => [
    name,
    findings.map(({ file, line }) => `${file}:${line}`).join(' '),
  ])

it('groups by rule, the gravest first and then the largest, each in the order of files', () => {
  expect(shape({})).toEqual([
    ['no-eval', 'a.ts:7'],
    ['await-in-loop', 'a.ts:5 b.ts:2 b.ts:9'],
    ['json-clone', 'a.ts:1'],
  ])
})

it('groups by file, the gravest of each first', () => {
  expect(shape({ by: 'file' })).toEqual([
    ['a.ts', 'a.ts:7 a.ts:1 a.ts:5'],
    ['b.ts', 'b.ts:2 b.ts:9'],
  ])
})

it('filters by category, by severity and by words that must all occur', () => {
  expect(shape({ category: 'security' })).toEqual([['no-eval', 'a.ts:7']])
  expect(shape({ severity: 'high', by: 'file' })).toEqual([['a.ts', 'a.ts:7']])
  expect(shape({ words: 'B.ts  LOOP' })).toEqual([['await-in-loop', 'b.ts:2 b.ts:9']])
  expect(shape({ words: 'nothing' })).toEqual([])
})

it('counts, and leaves what it was given as it was', () => {
  expect(countsOf(all, 'severity')).toEqual([
    ['low', 4],
    ['high', 1],
  ])
  expect(all[0]?.line).toBe(9)
})
