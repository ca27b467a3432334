import { describe, expect, it } from 'vitest'
import { createExtractor } from '../src/defaults.ts'
import { neutral } from './fixtures/neutral.ts'
import { personas } from './fixtures/personas.ts'
import { roles } from './fixtures/roles.ts'

const extractor = createExtractor()
const named = (text: string): string[] => extractor.extract(text).specializations.map(({ slug }) => slug)

describe('breadth', () => {
  it.each(Object.entries(roles))('knows the roles of %s', (slug, list) => {
    const missed = list.split(', ').filter((role) => named(`You are a ${role}.`)[0] !== slug)
    expect(missed).toEqual([])
  })

  it('names the domain of descriptions first in 58 of 60, and among its answers in all', () => {
    const rows = Object.entries(personas).flatMap(([slug, texts]) =>
      texts.map((text) => ({ slug, text, answers: named(text) })),
    )
    expect(rows).toHaveLength(60)
    expect(rows.filter(({ slug, answers }) => answers[0] === slug).length).toBeGreaterThanOrEqual(58)
    expect(rows.filter(({ slug, answers }) => !answers.includes(slug)).map(({ text }) => text)).toEqual([])
  })

  it('names nothing in lines of no domain, two in fifty at most', () => {
    expect(neutral).toHaveLength(50)
    expect(neutral.filter((text) => named(text).length > 0).length).toBeLessThanOrEqual(2)
  })

  it.each([
    ['You know nothing about law, medicine or finance.', []],
    ['You are a playwright of comedies.', ['writing']],
    ['Runs browser tests with Playwright and TypeScript.', ['software']],
  ])('%s', (text, slugs) => {
    expect(named(text)).toEqual(slugs)
  })
})
