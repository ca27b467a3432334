import { compile } from '../../src/compile.ts'
import { toPlain } from '../../src/plain.ts'
import { findHits } from '../../src/rules.ts'
import { repeated, weigh } from '../../src/score.ts'
import type { Domain } from '../../src/types.ts'

/** What a model sees of a text. */
export interface Features {
  /** Evidence by domain. */
  readonly evidence: Float64Array
  /** Which candidates occur, by number, and what their repeats make of them. */
  readonly words: readonly (readonly [word: number, times: number])[]
}

/** A function that reads texts as the extractor does. Domains must not have hints. */
export function createReader(
  domains: readonly Domain[],
  words: readonly string[],
): (text: string) => Features {
  const hints = Object.fromEntries(words.map((word, number) => [word, number]))
  const lexicon = compile([{ ...domains[0]!, hints }, ...domains.slice(1)], [])
  return (text) => {
    const found = findHits(lexicon, toPlain(text, true), true)
    const evidence = new Float64Array(domains.length)
    for (const tally of weigh(found, lexicon)) evidence[tally.domain] = tally.evidence
    return {
      evidence,
      words: found.heard.flatMap(({ term, says }) => {
        const times = repeated(lexicon.counts[term]!)
        lexicon.counts[term] = 0
        return says.map(({ weight }): [number, number] => [weight, times])
      }),
    }
  }
}
