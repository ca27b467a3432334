import { fileURLToPath } from 'node:url'
import { type LexiconSource, split } from '../src/domains/lexicon.ts'
import type { PackedLexicons } from '../src/domains/unpack.ts'

/** Signs that no term contains and a string literal need not escape. */
const SIGNS = '!%()*:;<=>?@[]^_{}~'

/**
 * Lexicons in fewer bytes than gzip finds alone: the terms of a list in alphabetical order, each without the
 * letters that it shares with the term before, and the most frequent pairs of letters as one sign.
 */
export function pack(sources: readonly LexiconSource[]): PackedLexicons {
  const keys = [...new Set(sources.flatMap(({ terms }) => Object.keys(terms)))]
  const lines = sources.map(({ terms, masks }) =>
    [...keys.map((key) => terms[key]), masks].map((list) => packList(split(list).sort())).join('|'),
  )
  return {
    heads: sources.map(({ terms: _terms, masks: _masks, hints: _hints, ...head }) => head),
    keys,
    ...packPairs([...lines, packHints(sources)].join('\n')),
  }
}

/** Each word once: how many letters are those of the word before, the rest, and a capital for each domain. */
function packHints(sources: readonly LexiconSource[]): string {
  const owners = new Map<string, string>()
  sources.forEach(({ hints }, nth) => {
    for (const word of split(hints)) {
      if (!/^[a-z ]+$/.test(word)) throw new Error(`The hint "${word}" is not all small letters.`)
      owners.set(word, (owners.get(word) ?? '') + String.fromCharCode(65 + nth))
    }
  })
  let before = ''
  return [...owners]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([word, letters]) => {
      const shared = sharedLetters(before, word, 9)
      before = word
      return shared + word.slice(shared) + letters
    })
    .join('')
}

function packList(terms: readonly string[]): string {
  let out = ''
  let before = ''
  for (const term of terms) {
    if (/[A-Z|\n]/.test(term) || [...SIGNS].some((sign) => term.includes(sign))) {
      throw new Error(`"${term}" has a capital or a sign that packing needs; write a rule instead.`)
    }
    const shared = sharedLetters(before, term, 25)
    out += String.fromCharCode(65 + shared) + term.slice(shared)
    before = term
  }
  return out
}

function sharedLetters(before: string, term: string, most: number): number {
  let shared = 0
  while (shared < most && shared < before.length && term[shared] === before[shared]) shared++
  return shared
}

function packPairs(plain: string): { pairs: string; text: string } {
  let text = plain
  let pairs = ''
  for (const sign of SIGNS) {
    const best = frequentPair(text)
    text = text.replaceAll(best, sign)
    pairs += sign + best
  }
  return { pairs, text }
}

/** The pair that saves most, by the entropy of what it leaves. */
function frequentPair(text: string): string {
  const counts = new Map<string, number>()
  for (let at = 1; at < text.length; at++) {
    const pair = text.slice(at - 1, at + 1)
    if (!/[|\n]/.test(pair)) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  }
  const cost = (packed: string): number => {
    const letters = new Map<string, number>()
    for (const letter of packed) letters.set(letter, (letters.get(letter) ?? 0) + 1)
    let bits = 0
    for (const count of letters.values()) bits -= count * Math.log2(count / packed.length)
    return bits
  }
  const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, 40)
  const costs = frequent.map(([pair]) => cost(text.replaceAll(pair, '\0')))
  return frequent[costs.indexOf(Math.min(...costs))]![0]
}

/** The esbuild plugin that puts the packed lexicons in the place of `src/domains/sources.ts`. */
export function packLexicons(sources: readonly LexiconSource[]) {
  const module = `import { unpack } from './unpack.ts'
export const sources = /* @__PURE__ */ unpack(${JSON.stringify(pack(sources))})
`
  return {
    name: 'pack-lexicons',
    setup(build: {
      onLoad(
        options: { filter: RegExp },
        load: () => { contents: string; loader: 'ts'; resolveDir: string },
      ): void
    }): void {
      build.onLoad({ filter: /[\\/]src[\\/]domains[\\/]sources\.ts$/ }, () => ({
        contents: module,
        loader: 'ts',
        resolveDir: fileURLToPath(new URL('../src/domains', import.meta.url)),
      }))
    },
  }
}
