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
export function rank(hits: readonly Hit[]): Tally[] {
  const byDomain = new Map<number, Hit[]>()
  for (const hit of hits) {
    if (hit.reason !== undefined) continue
    const list = byDomain.get(hit.target.domain)
    if (list === undefined) byDomain.set(hit.target.domain, [hit])
    else list.push(hit)
  }
  const tallies = [...byDomain].map(([domain, list]) => ({ domain, hits: list, score: scoreOf(list) }))
  let total = 0
  let best = 0
  for (const { score } of tallies) {
    total += score
    best = Math.max(best, score)
  }
  return tallies
    .filter(({ score }) => score >= RANKING.floor && score >= best * RANKING.share)
    .map((tally) => ({ ...tally, confidence: confidenceOf(tally.score, total) }))
    .sort((a, b) => b.score - a.score || a.domain - b.domain)
}

function scoreOf(hits: readonly Hit[]): number {
  const counts = new Map<string, { count: number; place: number; weight: number }>()
  for (const { target, place } of hits) {
    const known = counts.get(target.keyword)
    if (known === undefined) counts.set(target.keyword, { count: 1, place, weight: target.weight })
    else {
      known.count++
      known.place = Math.max(known.place, place)
    }
  }
  let score = 0
  for (const { count, place, weight } of counts.values()) {
    score += weight * place * (1 + RANKING.repeat * Math.log(Math.min(count, RANKING.repeats)))
  }
  return score
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
