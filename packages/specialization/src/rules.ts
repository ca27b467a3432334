import { AUDIENCE, CONTRAST, type Lexicon, NEGATION, ROLE, type Target } from './compile.ts'
import { findSkipped } from './markup.ts'
import type { Plain } from './plain.ts'
import { Scanner } from './scan.ts'
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
export function findHits(lexicon: Lexicon, { text, bytes }: Plain, markup: boolean): Hit[] {
  const { entries } = lexicon
  const hits: Hit[] = []
  const seen = new Uint8Array(lexicon.contexts + 1)
  const skipped = markup ? findSkipped(text) : []
  let nextSkip = 0
  let negated = -1
  let role = -1
  let audience = -1
  const lead = clauseEnd(text, 0, ROLE_SPAN, false)
  let hiding: readonly number[] | undefined

  const add = (
    entryNumber: number,
    start: number,
    end: number,
    reason: RejectionReason | undefined,
  ): void => {
    const entry = entries[entryNumber]!
    const named = audience > start && person.test(text.slice(start, end))
    // "doctors and nurses": the list of people goes on.
    if (named) audience = end + AUDIENCE_SPAN / 2
    const kind = named ? 'audience' : start < role ? 'role' : start < lead ? 'lead' : 'text'
    const place = PLACES[kind] * (named || start > LEAD_END ? 1 : 1 + Math.exp(-start / LEAD_DECAY))
    for (const target of entry.targets) {
      if (target.literal !== undefined && text.slice(start, end) !== target.literal) continue
      if (target.exactly !== undefined && termWords(text.slice(start, end)).join(' ') !== target.exactly)
        continue
      const masked = hiding !== undefined && (hiding.includes(target.domain) || hiding.includes(-1))
      hits.push({
        target,
        start,
        end,
        place,
        reason: reason ?? (masked ? 'masked' : start < negated ? 'negated' : undefined),
      })
    }
  }

  const scanner = new Scanner(lexicon.trie, (number, start, end, first, last) => {
    const entry = entries[number]!
    while (nextSkip < skipped.length && skipped[nextSkip]!.end <= start) nextSkip++
    const skip = skipped[nextSkip]
    const reason = skip !== undefined && skip.start < end ? skip.reason : undefined
    if (hiding !== undefined) return add(number, start, end, reason)
    if (entry.masks.length > 0) {
      hiding = entry.masks
      scanner.within(first, last)
      hiding = undefined
    }
    if (reason === undefined) {
      seen[entry.context] = 1
      if (entry.cue & CONTRAST) negated = -1
      if (entry.cue & NEGATION) negated = Math.max(negated, clauseEnd(text, end, NEGATION_SPAN, true))
      if (entry.cue & ROLE && start >= negated) role = clauseEnd(text, end, ROLE_SPAN, false)
      if (entry.cue & AUDIENCE) audience = end + AUDIENCE_SPAN
    }
    if (entry.targets.length > 0) add(number, start, end, reason)
  })
  scanner.scan(text, bytes)
  checkContext(hits, lexicon.domains.length, seen)
  return hits
}

/** The end of the sentence; with `clause`, also where a new subject takes over. */
function clauseEnd(text: string, from: number, span: number, clause: boolean): number {
  const limit = Math.min(text.length, from + span)
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 33 || code === 63 || code === 59 || code === 0x3002) return at
    if (code === 46 && (at + 1 === text.length || text.charCodeAt(at + 1) <= 32)) return at
    if (
      clause &&
      code === 44 &&
      /^, (?:but|i|you|we|he|she|it|they|just|only|and you|and i)\b/i.test(text.slice(at, at + 8))
    )
      return at
  }
  return limit
}

/** Rejects what needs a context that the text does not have. */
function checkContext(hits: Hit[], domains: number, seen: Uint8Array): void {
  const sure = new Uint8Array(domains)
  for (const { target, reason } of hits) {
    if (reason === undefined && target.requires === undefined) sure[target.domain] = 1
  }
  const holds = (condition: number): boolean => (condition < 0 ? sure[-1 - condition] : seen[condition]) === 1
  for (const hit of hits) {
    const { requires, unless } = hit.target
    if (hit.reason !== undefined) continue
    if ((requires !== undefined && !requires.some(holds)) || unless?.some(holds)) hit.reason = 'no-context'
  }
}
