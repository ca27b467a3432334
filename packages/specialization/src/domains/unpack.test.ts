import { expect, it } from 'vitest'
import { pack } from '../../build/pack.ts'
import { type LexiconSource, split } from './lexicon.ts'
import { sources } from './sources.ts'
import { unpack } from './unpack.ts'

const sorted = (lexicons: readonly LexiconSource[]): unknown =>
  lexicons.map(({ terms, masks, hints, ...head }) => ({
    ...head,
    masks: split(masks).sort(),
    hints: split(hints).sort(),
    terms: Object.entries(terms)
      .sort()
      .filter(([, list]) => list !== '')
      .map(([key, list]) => [key, split(list).sort()]),
  }))

it('gives back what was packed', () => {
  expect(sorted(unpack(pack(sources)))).toEqual(sorted(sources))
})

it('refuses terms that packing would change', () => {
  const source = { slug: 'sailing', label: 'Sailing', terms: { 1: 'Jib' } }
  expect(() => pack([source])).toThrow('"Jib" has a capital')
  expect(() => pack([{ ...source, terms: { 1: 'jib (fore)' } }])).toThrow('"jib (fore)"')
})
