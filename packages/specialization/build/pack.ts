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
  const lines = sources.map(({ terms }) => keys.map((key) => packList(split(terms[key]).sort())).join('|'))
  return { heads: sources.map(({ terms: _, ...head }) => head), keys, ...packPairs(lines.join('\n')) }
}

function packList(terms: readonly string[]): string {
  let out = ''
  let before = ''
  for (const term of terms) {
    if (/[A-Z|\n]/.test(term) || [...SIGNS].some((sign) => term.includes(sign))) {
      throw new Error(`"${term}" has a capital or a sign that packing needs; write a rule instead.`)
    }
    let shared = 0
    while (shared < 25 && shared < before.length && term[shared] === before[shared]) shared++
    out += String.fromCharCode(65 + shared) + term.slice(shared)
    before = term
  }
  return out
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
