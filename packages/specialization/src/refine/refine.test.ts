import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createExtractor, defaultDomains } from '../defaults.ts'
import { evaluate } from './evaluate.ts'
import { parseLexicon } from './lexicon-file.ts'
import { suggestKeywords } from './suggest.ts'

describe('evaluate', () => {
  it('counts by hand-checked rows', () => {
    const result = evaluate(createExtractor(), [
      { id: 'a', text: 'A lawyer.', labels: ['legal'] },
      { id: 'b', text: 'A nurse and a lawyer.', labels: ['legal', 'finance'] },
      { id: 'c', text: 'A friend.', labels: ['health'] },
      { id: 'd', text: 'A nurse.', labels: [] },
      { id: 'e', text: 'A friend.', labels: [] },
    ])
    expect(result).toMatchObject({
      rows: 3,
      negatives: 2,
      coverage: 2 / 3,
      meanReturned: 1,
      falsePositiveRate: 0.5,
    })
    expect(result.recallAt3).toBeCloseTo((1 + 0.5 + 0) / 3)
    expect(result.confusion.health).toEqual({ none: 1 })
    expect(result.misses.map(({ id }) => id)).toContain('c')
  })

  it('is all zeros for no rows', () => {
    expect(evaluate(createExtractor(), [])).toMatchObject({ rows: 0, top1: 0, mrr: 0, meanReturned: 0 })
  })
})

describe('suggestKeywords', () => {
  const rows = [
    'Splices halyards and knows 42 knots. Asks Miriam.',
    'The halyards are frayed; splices need care.',
    'Two halyards, one mast, and the contract is signed.',
  ].map((text) => ({ text, labels: ['legal'] }))
  const others = ['A nurse with patience.', 'Bakes bread with care.'].map((text) => ({
    text,
    labels: ['health'],
  }))

  it('names terms with their evidence, and nothing that the lexicon has', () => {
    const found = suggestKeywords([...rows, ...others], { domains: defaultDomains, minDf: 2 })
    const halyards = found.find(({ term }) => term === 'halyards')
    expect(halyards).toMatchObject({ slug: 'legal', df: 3, precision: 1 })
    expect(halyards!.logOdds).toBeGreaterThan(1)
    expect(halyards!.examples[0]).toContain('halyards')
    const terms = found.map(({ term }) => term)
    for (const absent of ['the', 'and', '42', 'contract', 'miriam', 'care'])
      expect(terms).not.toContain(absent)
  })
})

describe('parseLexicon', () => {
  const wrap = (keyword: unknown) =>
    JSON.stringify({ domains: [{ slug: 'a', label: 'A', keywords: [keyword] }] })

  it('reads what the schema allows', () => {
    const [domain] = parseLexicon(wrap({ term: 'jib', weight: 2, requires: ['mast'] }))
    expect(
      createExtractor({ domains: [domain!] }).extract('A jib on the mast.').specializations,
    ).toHaveLength(1)
  })

  it('says where it is wrong', () => {
    expect(() => parseLexicon('{')).toThrow(/not JSON/)
    expect(() => parseLexicon('[]')).toThrow('domains must be a list')
    expect(() => parseLexicon(wrap({ term: 'jib', wieght: 2 }))).toThrow('domains[0].keywords[0].wieght')
    expect(() => parseLexicon(wrap({ term: 'jib', weight: '2' }))).toThrow('domains[0].keywords[0].weight')
    expect(() => parseLexicon(wrap(5))).toThrow('domains[0].keywords[0]')
  })

  it('names the same members as the schema', () => {
    const schema = JSON.parse(readFileSync(new URL('../../lexicon.schema.json', import.meta.url), 'utf8'))
    expect(Object.keys(schema.$defs.keyword.oneOf[1].properties).sort()).toEqual([
      'caseSensitive',
      'requires',
      'stem',
      'term',
      'unless',
      'weight',
    ])
  })
})
