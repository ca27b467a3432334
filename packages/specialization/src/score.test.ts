import { describe, expect, it } from 'vitest'
import { createEngine } from './create-engine.ts'
import type { Domain } from './types.ts'

const sailing: Domain = { slug: 'sailing', label: 'Sailing', keywords: ['keel', 'jib', 'mast'] }
const farming: Domain = { slug: 'farming', label: 'Farming', keywords: ['plough', 'barn', 'mast'] }
const slugs = (domains: readonly Domain[], text: string): string[] =>
  createEngine({ domains })
    .extract(text)
    .specializations.map(({ slug }) => slug)

describe('hints', () => {
  const hinted: Domain = { ...farming, hints: { cow: 0.7, sea: -0.7 } }

  it('rank domains that have evidence', () => {
    expect(slugs([sailing, hinted], 'A jib and a barn.')).toEqual(['sailing', 'farming'])
    expect(slugs([sailing, hinted], 'Cows, a jib and a barn.')).toEqual(['farming', 'sailing'])
    expect(slugs([farming, sailing], 'A barn and a jib, the sea.')).toEqual(['farming', 'sailing'])
    expect(slugs([hinted, sailing], 'A barn and a jib, the sea.')).toEqual(['sailing', 'farming'])
  })

  it('bring no domain in, and are no evidence', () => {
    expect(slugs([sailing, hinted], 'Cows and more cows.')).toEqual([])
    const [found] = createEngine({ domains: [hinted] }).extract('A cow in a barn.').specializations
    expect(found?.count).toBe(1)
    expect(found?.matches.map(({ keyword }) => keyword)).toEqual(['barn'])
  })

  it('multiply the score, and less each where there are many', () => {
    const score = (hints: Domain['hints'], text: string): number =>
      createEngine({ domains: [{ ...farming, hints }] }).extract(text).specializations[0]!.score
    const bare = score({}, 'barn cow sea')
    expect(score({ cow: Math.log(2) }, 'barn cow sea') / bare).toBeCloseTo(2)
    expect(score({ cow: Math.log(2), sea: 0 }, 'barn cow sea') / bare).toBeCloseTo(2 ** Math.SQRT1_2)
  })

  it('say nothing of the text before', () => {
    const engine = createEngine({ domains: [hinted] })
    const first = engine.extract('A barn.')
    engine.extract('A cow in a barn, cows, cows.')
    expect(engine.extract('A barn.')).toEqual(first)
  })

  it('have to be finite', () => {
    const build = (): unknown => createEngine({ domains: [{ ...farming, hints: { cow: Number.NaN } }] })
    expect(build).toThrow('The weight of hint "cow" in domain "farming" is NaN; it must be finite.')
  })
})

describe('confidence', () => {
  it('is shared among the domains', () => {
    const { specializations } = createEngine({ domains: [sailing, farming] }).extract('mast, jib and barn')
    expect(specializations.map(({ confidence }) => confidence)).toEqual([
      expect.any(Number),
      expect.any(Number),
    ])
    const sum = specializations.reduce((total, { confidence }) => total + confidence, 0)
    expect(sum).toBeGreaterThan(0.4)
    expect(sum).toBeLessThan(1)
  })

  it('grows with the evidence, also for a lexicon of one domain', () => {
    const sure = (text: string): number =>
      createEngine({ domains: [sailing] }).extract(text).specializations[0]!.confidence
    expect(sure('jib')).toBeLessThan(sure('jib, keel'))
    expect(sure('jib')).toBeLessThan(0.8)
  })
})

describe('what is enough', () => {
  const lexicon: Domain = {
    ...farming,
    enough: 2,
    keywords: [
      { term: 'agronomist', weight: 5 },
      { term: 'plough', weight: 4 },
      { term: 'mud', weight: 1 },
      { term: 'rain', weight: 2 },
    ],
  }

  it('is one heavy keyword, or light ones together', () => {
    expect(slugs([lexicon], 'A plough.')).toEqual(['farming'])
    expect(slugs([lexicon], 'Mud and rain.')).toEqual(['farming'])
    expect(slugs([lexicon], 'Mud, mud, mud.')).toEqual([])
  })

  it('is any keyword, unless a domain says otherwise', () => {
    expect(slugs([{ ...lexicon, enough: undefined }], 'Mud.')).toEqual(['farming'])
  })

  it('is less where another domain has it', () => {
    expect(slugs([lexicon, sailing], 'A jib in the mud.')).toContain('farming')
  })
})
