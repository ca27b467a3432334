import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createExtractor, defaultDomains } from '../src/defaults.ts'
import { allLocales } from '../src/locales/all.ts'
import { createMatcher } from '../src/matcher.ts'
import type { Extraction } from '../src/types.ts'

// `pnpm fuzz` is the nightly form: the same properties for a minute each.
const seconds = Number(process.env.NYX_FUZZ_SECONDS ?? 0)
const settings = seconds > 0 ? { numRuns: 1e9, interruptAfterTimeLimit: seconds * 1000 } : { numRuns: 200 }
const timeout = (seconds + 30) * 1000

const extractor = createExtractor()
const polyglot = createExtractor({ locales: 'auto', packs: allLocales })

const terms = defaultDomains.flatMap(({ keywords }) =>
  keywords.map((keyword) => (typeof keyword === 'string' ? keyword : keyword.term)),
)
const glue = [
  ' ',
  '  ',
  ', ',
  '. ',
  '\n',
  '\n- ',
  ' not ',
  ' but ',
  '```\n',
  '</p>',
  '&amp;',
  '://',
  '-',
  '_',
  '\ud800',
  '’',
  '\u0301',
  '',
]
/** Texts of lexicon terms between everything that parts or joins them. */
const likely = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(...terms),
        fc.constantFrom(...terms).map((term) => term.toUpperCase()),
        fc.string({ unit: 'binary' }),
      ),
      fc.constantFrom(...glue),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.flat().join(''))
const texts = fc.oneof(
  likely,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
)

function slugs({ specializations }: Extraction): string[] {
  return specializations.map(({ slug }) => slug)
}

describe('properties', () => {
  it('never throws, and offsets cut exactly the surface, in order and in bounds', { timeout }, () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(extractor, polyglot), (text, engine) => {
        const { specializations, rejected } = engine.extract(text)
        expect(specializations.length).toBeLessThanOrEqual(3)
        for (const { matches, count, confidence, score } of specializations) {
          expect(count).toBe(matches.length)
          expect(score).toBeGreaterThan(0)
          expect(confidence > 0 && confidence < 1).toBe(true)
        }
        for (const { surface, start, end } of [
          ...specializations.flatMap(({ matches }) => matches),
          ...rejected.map(({ match }) => match),
        ]) {
          expect(start).toBeLessThan(end)
          expect(text.slice(start, end)).toBe(surface)
        }
      }),
      settings,
    )
  })

  it('takes single UTF-16 units of any kind', { timeout }, () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80 })
    fc.assert(
      fc.property(units, (codes) => {
        extractor.extract(String.fromCharCode(...codes))
      }),
      settings,
    )
  })

  it('does not depend on the order of domains, but for ties', { timeout }, () => {
    const reversed = createExtractor({ domains: [...defaultDomains].reverse(), limit: 15 })
    const forward = createExtractor({ limit: 15 })
    const scores = (found: Extraction) =>
      found.specializations.map(({ slug, score }) => `${slug} ${score.toFixed(9)}`).sort()
    fc.assert(
      fc.property(likely, (text) => {
        expect(scores(reversed.extract(text))).toEqual(scores(forward.extract(text)))
      }),
      settings,
    )
  })

  it('answers the same for each Unicode form of a text', { timeout }, () => {
    const wide = (text: string): string =>
      text.replace(/[!-~]/g, (char) =>
        /[a-z]/i.test(char) ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char,
      )
    const plain = fc
      .array(fc.constantFrom(...terms, 'über', 'naïve café', 'señor'), { maxLength: 12 })
      .map((list) => list.join(' / '))
    fc.assert(
      fc.property(plain, (text) => {
        const expected = slugs(extractor.extract(text.normalize('NFC')))
        for (const form of ['NFD', 'NFKC', 'NFKD'])
          expect(slugs(extractor.extract(text.normalize(form)))).toEqual(expected)
        expect(slugs(extractor.extract(wide(text)))).toEqual(expected)
      }),
      settings,
    )
  })

  it('finds what a search without a trie finds', { timeout }, () => {
    // Few words, so that phrases begin with, end in and hold each other, behind as much as is cut at a time.
    const word = fc.constantFrom('q1', 'q2', 'Q3', 'w4', 'internationalisation5', 'internationalXsation5')
    const phrase = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
    const parted = fc.tuple(word, fc.constantFrom(' ', ' ', ' ', '-', ', ', '. ', '  '))
    fc.assert(
      fc.property(
        fc.uniqueArray(phrase, { minLength: 1, maxLength: 12, selector: (text) => text.toLowerCase() }),
        fc.tuple(
          fc.constantFrom(0, ...Array.from({ length: 60 }, (_, nth) => 1990 + nth)),
          fc.array(parted, { maxLength: 30 }),
        ),
        (phrases, [filled, rest]) => {
          const parts = [['z'.repeat(filled), ' '], ...rest] as const
          const found = createMatcher(phrases).match(parts.flat().join(''))
          expect(found).toEqual(search(phrases, parts))
        },
      ),
      settings,
    )
  })

  it('is deterministic', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(createExtractor({ domains: defaultDomains.slice(0, 3) }).extract(text)).toEqual(
          createExtractor({ domains: defaultDomains.slice(0, 3) }).extract(text),
        )
      }),
      { numRuns: 15 },
    )
  })
})

/** The longest phrases, left to right, without overlap: all are tried at each word. */
function search(phrases: readonly string[], parts: readonly (readonly [string, string])[]) {
  let length = 0
  const words = parts.map(([word, gap]) => {
    const start = length
    length += word.length + gap.length
    return { text: word.toLowerCase(), start, end: start + word.length, goesOn: /^[- ]/.test(gap) }
  })
  const found: { phrase: string; start: number; end: number }[] = []
  for (let at = 0; at < words.length; ) {
    let best: string[] = []
    let phrase = ''
    for (const candidate of phrases) {
      const list = candidate.toLowerCase().split(' ')
      const here = list.every(
        (text, nth) => words[at + nth]?.text === text && (nth === 0 || words[at + nth - 1]!.goesOn),
      )
      if (!here || list.length <= best.length) continue
      best = list
      phrase = candidate
    }
    if (best.length > 0)
      found.push({ phrase, start: words[at]!.start, end: words[at + best.length - 1]!.end })
    at += Math.max(best.length, 1)
  }
  return found
}
