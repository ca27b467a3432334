import type { Lexicon } from './compile.ts'
import type { Hit } from './rules.ts'

/** What one domain has in a text. */
export interface Tally {
  readonly domain: number
  readonly score: number
  readonly confidence: number
  readonly hits: readonly Hit[]
}

/** Constants of the ranking, fitted by cross-validation; see the bench's README. */
const RANKING = {
  /** Below this score a domain is not named at all. */
  floor: 1,
  /** A domain with less than this share of the best one's score is not named. */
  share: 0.04,
  repeat: 0.5,
  /** Occurrences of one keyword beyond this number add nothing. */
  repeats: 4,
}

/**
 * Ranks domains by the weights of their distinct keywords. The n-th occurrence of a keyword adds less than the
 * one before (1 + repeat * ln n), so that repeating a word does not win.
 */
export function rank(hits: readonly Hit[], { counts, places }: Lexicon): Tally[] {
  const byDomain: Hit[][] = []
  const found: { domain: number; hits: Hit[]; score: number }[] = []
  for (const hit of hits) {
    if (hit.reason !== undefined) continue
    const { domain, term } = hit.target
    let list = byDomain[domain]
    if (list === undefined) {
      list = byDomain[domain] = []
      found.push({ domain, hits: list, score: 0 })
    }
    list.push(hit)
    if (counts[term]!++ === 0 || hit.place > places[term]!) places[term] = hit.place
  }
  let total = 0
  let best = 0
  for (const tally of found) {
    for (const { target } of tally.hits) {
      const count = counts[target.term]!
      if (count === 0) continue
      counts[target.term] = 0
      tally.score +=
        target.weight *
        places[target.term]! *
        (1 + RANKING.repeat * Math.log(Math.min(count, RANKING.repeats)))
    }
    total += tally.score
    best = Math.max(best, tally.score)
  }
  return found
    .filter(({ score }) => score >= RANKING.floor && score >= best * RANKING.share)
    .map((tally) => ({ ...tally, confidence: confidenceOf(tally.score, total) }))
    .sort((a, b) => b.score - a.score || a.domain - b.domain)
}

/**
 * The chance that a careful reader names this domain first, from its share of all evidence and how much there
 * is of it: a logistic regression fitted on labelled personas (calibration by fold in the bench's README).
 */
function confidenceOf(score: number, total: number): number {
  const share = score / total
  const z = 0.87 * Math.log(share / (1.02 - share)) + 0.79 * Math.log(1 + score) - 2.15
  return 1 / (1 + Math.exp(-z))
}
