import { createMatcher } from '../matcher.ts'
import { toPlain } from '../plain.ts'
import type { Domain } from '../types.ts'
import type { LabelledRow } from './evaluate.ts'

/** A term that labelled texts would add to a domain, with what speaks for it. A person approves it. */
export interface Suggestion {
  readonly slug: string
  readonly term: string
  /** How much likelier the term is in the domain's texts than in others, as a natural logarithm (+0.5 smoothed). */
  readonly logOdds: number
  /** How many texts of the domain it occurs in. */
  readonly df: number
  /** The share of the texts with the term that are of the domain. */
  readonly precision: number
  /** Up to three places, with some words around. */
  readonly examples: readonly string[]
}

/** Which suggestions to make. */
export interface SuggestOptions {
  /** The lexicon so far: what it has is not suggested. */
  readonly domains: readonly Domain[]
  /** In how many texts of the domain a term must occur. Default 3. */
  readonly minDf?: number | undefined
  /** How many terms for each domain. Default 10. */
  readonly top?: number | undefined
  /** The least precision, 0 to 1. Default 0.6. */
  readonly minPrecision?: number | undefined
}

const stopWords: ReadonlySet<string> = new Set(
  `a about above across act after against all also always am an and any are as ask at available avoid be because been
before being best better between both but by can come create creating detailed different do does during each easy ensure
ensuring even every example expert find first focus follow following for from full get give given good great has have
having help helping her here high him his how i if important in include includes including information into is it its
just keep key know let like list main make making many may me might more most much must my need needs never new no not now
of offer on once one only or other our out over own please possible provide provided providing read related relevant
respond response result right same see set she should show so some specific start step steps such sure take task tasks
than that the their them then there these they this those three through time to too two under up us use used user users
using various very want was way we well were what when where whether which while who why will with within without work
would you your yourself`.split(/\s+/),
)

const word = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}+#'-]*/gu

/**
 * Terms of one or two words that tell a domain's texts from the rest: by log-odds, document frequency and
 * precision. Stop words, numbers, names (words always written with a capital inside sentences) and what the
 * lexicon already has are left out. Nothing is applied.
 *
 * @example
 * ```ts
 * import { defaultDomains } from '@nyxcore/specialization'
 * import { suggestKeywords } from '@nyxcore/specialization/refine'
 *
 * const rows = [{ text: 'Splices halyards.', labels: ['legal'] }]
 * suggestKeywords(rows, { domains: defaultDomains, minDf: 1 })
 * ```
 */
export function suggestKeywords(rows: Iterable<LabelledRow>, options: SuggestOptions): Suggestion[] {
  const { domains, minDf = 3, top = 10, minPrecision = 0.6 } = options
  const texts = [...rows].map((row) => ({ row, terms: termsOf(toPlain(row.text, true).text) }))
  const all = new Map<string, number>()
  for (const { terms } of texts) for (const term of terms.keys()) all.set(term, (all.get(term) ?? 0) + 1)
  const names = findNames(texts.map(({ row }) => row.text))

  return domains.flatMap((domain) => {
    const { slug } = domain
    const own = texts.filter(({ row }) => row.labels.includes(slug))
    const rest = texts.length - own.length
    const matcher = createMatcher(
      domain.keywords.map((keyword) => (typeof keyword === 'string' ? keyword : keyword.term)),
    )
    const counts = new Map<string, number>()
    for (const { terms } of own)
      for (const term of terms.keys()) counts.set(term, (counts.get(term) ?? 0) + 1)
    const found: Suggestion[] = []
    for (const [term, df] of counts) {
      const total = all.get(term)!
      const precision = df / total
      if (df < minDf || precision < minPrecision || names.has(term) || matcher.match(term).length > 0)
        continue
      const logOdds =
        Math.log((df + 0.5) / (own.length - df + 0.5)) -
        Math.log((total - df + 0.5) / (rest - total + df + 0.5))
      if (logOdds <= 0) continue
      const examples = own.flatMap(({ row, terms }) =>
        terms.has(term) ? [excerpt(row.text, terms.get(term)!)] : [],
      )
      found.push({ slug, term, logOdds, df, precision, examples: examples.slice(0, 3) })
    }
    found.sort(
      (a, b) => b.logOdds * Math.sqrt(b.df) - a.logOdds * Math.sqrt(a.df) || (a.term < b.term ? -1 : 1),
    )
    return withoutParts(found).slice(0, top)
  })
}

/** Words and pairs of a text, each with the offset of its first occurrence. */
function termsOf(text: string): Map<string, number> {
  const terms = new Map<string, number>()
  let before: { term: string; end: number } | undefined
  for (const found of text.matchAll(word)) {
    const term = found[0].toLowerCase()
    const at = found.index
    const plain = !stopWords.has(term) && !/^[\d.'-]+$/.test(term) && term.length > 1
    if (plain && !terms.has(term)) terms.set(term, at)
    if (plain && before !== undefined && text.slice(before.end, at) === ' ') {
      const pair = `${before.term} ${term}`
      if (!terms.has(pair)) terms.set(pair, at - before.term.length - 1)
    }
    before = plain ? { term, end: at + term.length } : undefined
  }
  return terms
}

/** Words that, inside sentences, occur only with a capital, and in one text only. */
function findNames(texts: readonly string[]): Set<string> {
  const small = new Set<string>()
  const capital = new Map<string, number>()
  for (const text of texts) {
    const seen = new Set<string>()
    for (const found of text.matchAll(/(?<=[\p{Ll},] )\p{L}[\p{L}'-]+/gu)) {
      const lower = found[0].toLowerCase()
      if (found[0][0] === lower[0]) small.add(lower)
      else seen.add(lower)
    }
    for (const term of seen) capital.set(term, (capital.get(term) ?? 0) + 1)
  }
  return new Set(
    [...capital].filter(([term, texts]) => texts === 1 && !small.has(term)).map(([term]) => term),
  )
}

/** A pair says no more than its word where both occur equally often; the better one stays. */
function withoutParts(list: readonly Suggestion[]): Suggestion[] {
  const kept: Suggestion[] = []
  for (const item of list) {
    const words = item.term.split(' ')
    const covered = kept.some(
      (other) => words.includes(other.term) || other.term.split(' ').includes(item.term),
    )
    if (!covered) kept.push(item)
  }
  return kept
}

function excerpt(text: string, at: number): string {
  return text
    .slice(Math.max(0, at - 30), at + 50)
    .replace(/\s+/g, ' ')
    .trim()
}
