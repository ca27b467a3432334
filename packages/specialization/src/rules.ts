import { createReader } from './clauses.ts'
import {
  AUDIENCE,
  CONTEXT,
  CONTRAST,
  HINT,
  type Hints,
  KEYWORD,
  type Lexicon,
  MASK,
  NEGATION,
  ROLE,
  type Target,
} from './compile.ts'
import { findSkipped } from './markup.ts'
import type { Plain } from './plain.ts'
import { termWords } from './tokenize.ts'
import type { RejectionReason } from './types.ts'

/** A keyword's occurrence in the plain text, with what its place makes of it. */
export interface Hit {
  readonly target: Target
  readonly start: number
  readonly end: number
  /** What the weight is multiplied with. */
  readonly place: number
  reason: RejectionReason | undefined
}

/** What a text has of a lexicon. */
export interface Findings {
  readonly hits: readonly Hit[]
  /** The different hints; how often each one occurred is in {@link Lexicon.counts}. */
  readonly heard: readonly Hints[]
}

/** How much a place in the text counts, at the end of a long one; twice that at its beginning. */
const PLACES = { role: 2, lead: 1.5, audience: 0.15, text: 1 }

/** In how many characters the bonus of the beginning falls to a third. */
const LEAD_DECAY = 200
/** From here on that bonus is too small to change a number. */
const LEAD_END = 38 * LEAD_DECAY
const NEGATION_SPAN = 100
const ROLE_SPAN = 160
const AUDIENCE_SPAN = 24
const person =
  /(?:ers?|ors?|ists?|[iy]ans?|ants?|eers?|ysts?|nurses?|students?|kids|children|pupils|lawyers?|attorneys?|parents|founders?|professionals|teams?|compan(?:y|ies)|startups?|brands?|clients?|businesses)$/i

/** Finds keywords in a plain text and decides which count, from left to right. */
export function findHits(lexicon: Lexicon, { text, bytes }: Plain, markup: boolean): Findings {
  const { scanner, entries, kinds, seen, counts } = lexicon
  const heard: Hints[] = []
  const hits: Hit[] = []
  const gated: Hit[] = []
  const skipped = markup ? findSkipped(text) : []
  const readClause = createReader(text, bytes, true)
  const readSentence = createReader(text, bytes, false)
  const readAudience = createReader(text, bytes, false)
  const lead = readSentence(0, Math.min(text.length, ROLE_SPAN))
  let nextSkip = 0
  // Where the last cues end, and how far the last audience reaches, which is in its sentence.
  let negation = -Infinity
  let role = -Infinity
  let helped = 0
  let audience = 0
  let hiding: readonly number[] | undefined

  const isNegated = (start: number): boolean =>
    start < negation + NEGATION_SPAN && readClause(negation, start) >= start

  const add = (
    targets: readonly Target[],
    start: number,
    end: number,
    skip: RejectionReason | undefined,
  ): void => {
    const named =
      start < audience && person.test(text.slice(start, end)) && readAudience(helped, start) >= start
    // "doctors and nurses": the list of people goes on.
    if (named) audience = end + AUDIENCE_SPAN / 2
    const kind = named
      ? PLACES.audience
      : start < role + ROLE_SPAN && readSentence(role, start) >= start
        ? PLACES.role
        : start < lead
          ? PLACES.lead
          : PLACES.text
    const place = kind * (named || start > LEAD_END ? 1 : 1 + Math.exp(-start / LEAD_DECAY))
    const reason = skip ?? (isNegated(start) ? 'negated' : undefined)
    for (const target of targets) {
      if (target.literal !== undefined && text.slice(start, end) !== target.literal) continue
      if (target.exactly !== undefined && termWords(text.slice(start, end)).join(' ') !== target.exactly)
        continue
      const masked = hiding !== undefined && (hiding.includes(target.domain) || hiding.includes(-1))
      const hit: Hit = { target, start, end, place, reason: skip ?? (masked ? 'masked' : reason) }
      hits.push(hit)
      if (hit.reason !== undefined) continue
      if (target.requires === undefined) seen[target.domain] = 1
      if (target.requires ?? target.unless) gated.push(hit)
    }
  }

  seen.fill(0)
  scanner.scan(text, bytes, (number, start, end, first, last) => {
    const kind = kinds[number]!
    while (nextSkip < skipped.length && skipped[nextSkip]!.end <= start) nextSkip++
    const skip = skipped[nextSkip]
    const reason = skip !== undefined && skip.start < end ? skip.reason : undefined
    if (kind & MASK && hiding === undefined) {
      hiding = entries[number]!.masks
      scanner.within(first, last)
      hiding = undefined
    }
    if (reason === undefined && hiding === undefined) {
      if (kind & HINT) {
        const hints = entries[number]!.hints!
        if (counts[hints.term]!++ === 0) heard.push(hints)
      }
      if (kind & CONTEXT) seen[entries[number]!.context] = 1
      if (kind & CONTRAST) negation = -Infinity
      if (kind & NEGATION) negation = end
      if (kind & ROLE && !isNegated(start)) role = end
      if (kind & AUDIENCE) {
        helped = end
        audience = end + AUDIENCE_SPAN
      }
    }
    if (kind & KEYWORD) add(entries[number]!.targets, start, end, reason)
  })

  const holds = (condition: number): boolean => seen[condition] === 1
  for (const hit of gated) {
    const { requires, unless } = hit.target
    if (requires?.some(holds) === false || unless?.some(holds)) hit.reason = 'no-context'
  }
  return { hits, heard }
}
