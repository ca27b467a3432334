import { describe, expect, it } from 'vitest'
import { createExtractor } from '../src/defaults.ts'
import { allLocales } from '../src/locales/all.ts'

const extractor = createExtractor({ locales: 'auto', packs: allLocales })
const shapes: Record<string, string> = {
  'one letter': 'a',
  'one wide letter': 'ａ',
  brackets: '[](',
  tags: '<a ',
  'open tags': '<a b="',
  fences: '```\n  ~~~\n',
  'all matches': 'python ',
  'all negations': 'not a lawyer ',
  'all masks': 'state of the art ',
  camelCase: 'aB',
  addresses: 'a@b.',
  entities: '&amp;',
  marks: 'a\u0301\u0301\u0301',
  'marks of two classes': '\u0301\u0327',
  newlines: '\n',
  backticks: '`',
  'less-than': '<',
  spaces: ' ',
  'a phrase that goes on': 'machine*',
  'signs of words': 'c++',
  'a ligature of 18 letters': '\ufdfa',
  surrogates: '\ud800',
  han: '数据库',
  open: 'softwareentwicklungs',
}

/**
 * CPU time of the fastest of a few runs: a shared machine disturbs wall time more than these ratios allow. No more
 * runs than it takes to see that it is less than `enough`.
 */
function cost(text: string, enough = 0): number {
  let best = Infinity
  for (let run = 0; run < 3 && best >= enough; run++) {
    const begin = process.threadCpuUsage()
    extractor.extract(text)
    const { user, system } = process.threadCpuUsage(begin)
    best = Math.min(best, user + system)
  }
  return best
}

describe('hostile texts', () => {
  it.each(Object.keys(shapes))('cost grows with the length alone: %s', { timeout: 120_000 }, (name) => {
    const unit = shapes[name]!
    const text = (size: number): string => unit.repeat(Math.ceil(size / unit.length))
    extractor.extract(text(50_000))
    // Eight times the text takes eight times as long; a quadratic step would take 64 times. The clock ticks in 4 ms.
    const small = Math.max(cost(text(128_000)), 4000)
    expect(cost(text(1_024_000), 24 * small) / small).toBeLessThan(24)
  })
})
