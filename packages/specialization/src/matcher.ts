import { toBytes } from './bytes.ts'
import { createScanner } from './scan.ts'
import { termWords } from './tokenize.ts'
import { TrieBuilder } from './trie.ts'

/** Where a phrase was found. */
export interface PhraseMatch {
  /** The phrase as it was given. */
  readonly phrase: string
  /** UTF-16 offsets into the text. */
  readonly start: number
  readonly end: number
}

/** A compiled list of phrases. */
export interface Matcher {
  /** The longest phrases of a text, left to right, without overlap. Linear in the length of the text. */
  match(text: string): PhraseMatch[]
}

/**
 * The engine alone: whole-word, case- and accent-blind search for many phrases in one pass, with light
 * stemming, without domains, rules or scores. Texts are taken as they are; normalise to NFKC first if needed.
 * A phrase without a letter or digit, or one that occurs twice, is left out.
 *
 * @example
 * ```ts
 * import { createMatcher } from '@nyxcore/specialization/engine'
 *
 * createMatcher(['machine learning', 'C++']).match('Machine-learning in C++')
 * // [{ phrase: 'machine learning', start: 0, end: 16 }, { phrase: 'C++', start: 20, end: 23 }]
 * ```
 */
export function createMatcher(phrases: readonly string[]): Matcher {
  const builder = new TrieBuilder()
  const known: string[] = ['']
  for (const phrase of phrases) {
    const words = termWords(phrase)
    if (words.length === 0) continue
    const node = builder.add(words, true)
    if (builder.ends[node] !== 0) continue
    builder.ends[node] = known.length
    known.push(phrase)
  }
  const scanner = createScanner(builder.build())
  return {
    match(text) {
      const found: PhraseMatch[] = []
      scanner.scan(text, toBytes(text), (entry, start, end) => {
        found.push({ phrase: known[entry]!, start, end })
      })
      return found
    },
  }
}
