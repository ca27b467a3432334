import { describe, expect, it } from 'vitest'
import { createExtractor } from './defaults.ts'
import { isSpecializationError } from './errors.ts'
import type { Domain } from './types.ts'

function codeOf(domain: Partial<Domain>, options = {}): string | undefined {
  try {
    createExtractor({ domains: [{ slug: 'x', label: 'X', keywords: [], ...domain }], ...options })
  } catch (error) {
    return isSpecializationError(error) ? error.code : String(error)
  }
  return undefined
}

describe('a lexicon that cannot work', () => {
  it.each([
    ['duplicate-term', { keywords: ['data base', 'Data-Base'] }],
    ['duplicate-term', { keywords: ['café', 'cafe'] }],
    ['empty-term', { keywords: [' '] }],
    ['empty-term', { masks: [''] }],
    ['unmatchable-term', { keywords: ['?!'] }],
    ['unmatchable-term', { keywords: ['one, two'] }],
    ['unmatchable-term', { keywords: ['end. Start'] }],
    ['unknown-domain', { keywords: [{ term: 'a', requires: ['@nowhere'] }] }],
    ['invalid-domain', { keywords: [{ term: 'a', weight: 0 }] }],
    ['invalid-domain', { slug: 'Not a slug' }],
  ] satisfies [string, Partial<Domain>][])('%s', (code, domain) => {
    expect(codeOf(domain)).toBe(code)
  })

  it('options out of range', () => {
    expect(codeOf({}, { limit: 0 })).toBe('invalid-option')
    expect(codeOf({}, { minConfidence: 2 })).toBe('invalid-option')
    expect(codeOf({}, { locales: 'auto' })).toBe('invalid-option')
  })

  it('takes what differs only in case where case matters', () => {
    expect(codeOf({ keywords: ['go', { term: 'Go', caseSensitive: true }] })).toBeUndefined()
    expect(codeOf({ keywords: ['Node.js', 'C++', 'C#', 'C', '.NET', 'NET'] })).toBeUndefined()
  })
})

describe('extend and without', () => {
  const sailing: Domain = {
    slug: 'sailing',
    label: 'Sailing',
    keywords: [
      'keel',
      { term: 'sheet', requires: ['@sailing'] },
      { term: 'Port', caseSensitive: true },
      { term: 'line', stem: false },
    ],
  }

  it('adds, replaces in place and removes, and leaves the original alone', () => {
    const base = createExtractor()
    const extended = base.extend(sailing)
    expect(extended.extract('A keel.').specializations[0]?.slug).toBe('sailing')
    expect(base.extract('A keel.').specializations).toEqual([])
    expect(extended.without('sailing').domains).toHaveLength(15)
    const replaced = base.extend([{ slug: 'legal', label: 'Law', keywords: ['gavel'] }])
    expect(replaced.domains.map(({ slug }) => slug)).toEqual(base.domains.map(({ slug }) => slug))
    expect(replaced.extract('A lawyer with a gavel.').specializations.map(({ count }) => count)).toEqual([1])
  })

  it('keeps the rules of each keyword', () => {
    const { extract } = createExtractor({ domains: [sailing], limit: 1 })
    const surfaces = (text: string) =>
      extract(text).specializations.flatMap(({ matches }) => matches.map(({ surface }) => surface))
    expect(surfaces('sheets and sheets')).toEqual([])
    expect(surfaces('keels and sheets')).toEqual(['keels', 'sheets'])
    expect(surfaces('Port, not any port')).toEqual(['Port'])
    expect(surfaces('two lines, one line')).toEqual(['line'])
  })

  it('minConfidence filters', () => {
    expect(createExtractor({ minConfidence: 0.99 }).extract('Code.').specializations).toEqual([])
  })
})
