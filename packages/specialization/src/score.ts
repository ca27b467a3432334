import type { Lexicon } from './compile.ts'
import type { Findings, Hit } from './rules.ts'

/** What one domain has in a text. */
export interface Tally {
  readonly domain: number
  readonly score: number
  readonly confidence: number
  readonly hits: readonly Hit[]
}

/** Constants of the ranking; see the bench's README. */
export const RANKING = {
  /** With less evidence than this a domain is not named. */
  floor: 1,
  /** A domain with less than this share of the best one's score is not named. */
  share: 0.01,
  repeat: 0.5,
  /** Occurrences of one keyword beyond this number add nothing. */
  repeats: 4,
  /** What a domain without evidence is taken to have, where the confidence is worked out. */
  rest: 0.5,
  /** How fast a lead in score turns into confidence. */
  power: 1.7,
  /** How many domains are taken to compete at least, so that a lexicon of one domain is not always sure. */
  rivals: 15,
}

/**
 * Ranks domains by the weights of their distinct keywords. The n-th occurrence of a keyword adds less than the
 * one before, so that repeating a word does not win. Hints multiply. The confidence is a domain's share when all
 * scores are raised to a power: a logistic regression over their logarithms.
 */
export function rank(found: Findings, lexicon: Lexicon): Tally[] {
  const tilts = tiltsOf(found, lexicon)
  const power = (evidence: number, tilt: number): number =>
    ((evidence + RANKING.rest) * Math.exp(tilt)) ** RANKING.power
  let total = Math.max(0, RANKING.rivals - tilts.length) * power(0, 0)
  for (const tilt of tilts) total += power(0, tilt)
  let best = 0
  let sure = false
  const tallies = weigh(found, lexicon).map(({ domain, hits, evidence, plain }) => {
    const tilt = tilts[domain]!
    const score = evidence * Math.exp(tilt)
    const confidence = power(evidence, tilt)
    total += confidence - power(0, tilt)
    best = Math.max(best, score)
    sure ||= plain >= (lexicon.domains[domain]!.enough ?? 0)
    return { domain, hits, evidence, score, confidence }
  })
  if (!sure) return []
  return tallies
    .filter(({ evidence, score }) => evidence >= RANKING.floor && score >= best * RANKING.share)
    .map((tally) => ({ ...tally, confidence: tally.confidence / total }))
    .sort((a, b) => b.score - a.score || a.domain - b.domain)
}

interface Weighed {
  readonly domain: number
  readonly hits: Hit[]
  evidence: number
  /** The weights of the different keywords; a place can lower them, and not raise them. */
  plain: number
}

/** The evidence of each domain that has some. Leaves the lexicon's counts of keywords at 0. */
export function weigh({ hits }: Findings, { counts, places }: Lexicon): Weighed[] {
  const byDomain: Hit[][] = []
  const found: Weighed[] = []
  for (const hit of hits) {
    if (hit.reason !== undefined) continue
    const { domain, term } = hit.target
    let list = byDomain[domain]
    if (list === undefined) {
      list = byDomain[domain] = []
      found.push({ domain, hits: list, evidence: 0, plain: 0 })
    }
    list.push(hit)
    if (counts[term]!++ === 0 || hit.place > places[term]!) places[term] = hit.place
  }
  for (const tally of found) {
    for (const { target } of tally.hits) {
      const count = counts[target.term]!
      if (count === 0) continue
      counts[target.term] = 0
      const place = places[target.term]!
      tally.evidence += target.weight * place * repeated(count)
      tally.plain += target.weight * Math.min(1, place)
    }
  }
  return found
}

/** How much occurrences of one term count, together. */
export function repeated(count: number): number {
  return 1 + RANKING.repeat * Math.log(Math.min(count, RANKING.repeats))
}

/** What hints add to the logarithm of each domain's score: the more there are, the less each one says. */
function tiltsOf({ heard }: Findings, { counts, tilts }: Lexicon): Float64Array {
  tilts.fill(0)
  const each = 1 / Math.sqrt(heard.length || 1)
  for (const { term, says } of heard) {
    const times = each * repeated(counts[term]!)
    counts[term] = 0
    for (const { domain, weight } of says) tilts[domain]! += weight * times
  }
  return tilts
}
