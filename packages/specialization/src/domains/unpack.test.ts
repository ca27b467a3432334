import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode } from '../../build/encode.ts'
import { pack } from '../../build/pack.ts'
import { createEngine } from '../create-engine.ts'
import { decode, RADIX } from './decode.ts'
import { type LexiconSource, lexicon, split } from './lexicon.ts'
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

describe('pack and unpack', () => {
  const packed = pack(sources)

  it('gives back what was packed', () => {
    expect(sorted(unpack(packed))).toEqual(sorted(sources))
  })

  it('reads nothing before a term is asked for, and then all lists once', () => {
    let reads = 0
    const counted = {
      ...packed,
      get digits() {
        reads++
        return packed.digits
      },
    }
    const domains = unpack(counted).map(lexicon)
    expect(domains.map(({ slug, label, enough }) => [slug, label, enough])).toHaveLength(15)
    expect(reads).toBe(0)
    for (const { keywords, masks, hints } of domains)
      expect([keywords, masks, hints]).not.toContain(undefined)
    expect(domains[0]!.keywords).toBe(domains[0]!.keywords)
    expect(reads).toBe(1)
  })

  it('refuses terms that packing would change', () => {
    const source = { slug: 'sailing', label: 'Sailing', terms: { 1: 'Jib' } }
    expect(() => pack([source])).toThrow('"Jib" has a capital')
    expect(() => pack([{ ...source, terms: { 1: 'fôc’sle' } }])).toThrow('is not ASCII')
  })
})

describe('lexicon', () => {
  it('takes words under 4! in that form alone, and under 4? beside another', () => {
    const press = lexicon({
      slug: 'press',
      label: 'Press',
      terms: { 3: 'reporter', '2!': 'news', '4?': 'column' },
    })
    const { extract } = createEngine({ domains: [press] })
    const keywords = (text: string) =>
      extract(text).specializations.flatMap(({ matches }) => matches.map(({ keyword }) => keyword))
    expect(keywords('Something new.')).toEqual([])
    expect(keywords('The news.')).toEqual(['news'])
    expect(keywords('A column.')).toEqual([])
    expect(keywords('Reporters and columns.')).toEqual(['reporter', 'column'])
  })
})

describe('encode and decode', () => {
  const there = (text: string): string => {
    const { alphabet, length, digits } = encode(text)
    expect(digits).toMatch(/^[#-[\]-~]*$/)
    return decode(alphabet, length, digits)
  }

  it('gives back any lines of ASCII', () => {
    const char = fc.constantFrom(
      '\n',
      ...Array.from({ length: 95 }, (_, nth) => String.fromCharCode(32 + nth)),
    )
    const lines = fc.string({ unit: char, maxLength: 300 })
    fc.assert(
      fc.property(lines, (text) => {
        expect(there(text)).toBe(text)
      }),
      { numRuns: 30 },
    )
  })

  /** Text that no model foresees: a linear congruential generator's. */
  function noise(length: number): string {
    let state = 1
    const next = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff)
    return Array.from({ length }, () => String.fromCharCode(32 + ((next() >> 16) % 95))).join('')
  }

  // All digits up to the first may have to change for a carry.
  it.each([
    '',
    'a',
    '\n',
    'a'.repeat(5000),
    'ab'.repeat(3000),
    `${'a'.repeat(3000)}zyxwvutsrqponmlkjihgfedcb`,
    noise(10_000),
  ])('gives back extremes (%#)', (text) => {
    expect(there(text)).toBe(text)
  })

  it('takes a quarter less than gzip', () => {
    const text = sources
      .flatMap(({ terms }) => Object.values(terms).map((list) => split(list).sort().join('\n')))
      .join('\n')
    const bytes = (encode(text).digits.length * Math.log2(RADIX)) / 8
    expect(bytes).toBeLessThan(0.75 * gzipSync(text, { level: 9 }).length)
  })
})
