import { createBytes, inWord, toBytes } from './bytes.ts'
import { englishCues } from './cues.ts'
import { SpecializationError } from './errors.ts'
import { createScanner, type Scanner } from './scan.ts'
import { breaks, termWords } from './tokenize.ts'
import { TrieBuilder } from './trie.ts'
import type { Cues, Domain, Keyword, KeywordRule, LocalePack } from './types.ts'

/** What a phrase means for one domain. Conditions are indices of {@link Lexicon.seen}. */
export interface Target {
  readonly domain: number
  readonly keyword: string
  /** The keyword's number. */
  readonly term: number
  readonly weight: number
  /** What the surface must be, if more than the words matter. */
  readonly exactly: string | undefined
  readonly literal: string | undefined
  readonly requires: readonly number[] | undefined
  readonly unless: readonly number[] | undefined
}

export const NEGATION = 1
export const CONTRAST = 2
export const ROLE = 4
export const AUDIENCE = 8
export const MASK = 16
export const KEYWORD = 32
export const CONTEXT = 64
export const HINT = 128

/** All that a phrase of the trie means. */
interface Entry {
  readonly targets: Target[]
  /** Bits: NEGATION, CONTRAST, ROLE, AUDIENCE. */
  cue: number
  /** The index that `requires` and `unless` refer to; 0 for none. */
  context: number
  /** Domains whose keywords the phrase hides; -1 for all. */
  masks: number[] | undefined
  /** What the phrase hints at. */
  hints: Hints | undefined
}

/** What a general word adds to the logarithms of domains' scores. */
export interface Hints {
  /** The word's number among the keywords'. */
  readonly term: number
  readonly says: { readonly domain: number; readonly weight: number }[]
}

/** Domains and cues, ready to read texts. */
export interface Lexicon {
  readonly scanner: Scanner
  readonly entries: readonly Entry[]
  /** What each entry has, as bits: cues, MASK, KEYWORD, CONTEXT, HINT. */
  readonly kinds: Uint8Array
  // What one text at a time has: kept, because a new array costs more than reading a short text.
  /** 1 for each domain that an ungated keyword spoke for, by index, and behind them for each context that occurred. */
  readonly seen: Uint8Array
  /** How often each keyword and hint occurred, and the most that a place made of it. */
  readonly counts: Uint32Array
  readonly places: Float64Array
  readonly domains: readonly Domain[]
  /** By domain: the sum of what hints say. */
  readonly tilts: Float64Array
}

/** Checks and packs. Throws a {@link SpecializationError} for what can never work. */
export function compile(domains: readonly Domain[], packs: readonly LocalePack[], cues?: Cues): Lexicon {
  const builder = new TrieBuilder()
  const entries: Entry[] = [{ targets: [], cue: 0, context: 0, masks: undefined, hints: undefined }]
  const slugs = new Map(domains.map((domain, index) => [domain.slug, index]))
  let contexts = domains.length
  let terms = 0

  const entryFor = (words: readonly string[], loose: boolean): Entry => {
    const node = builder.add(words, loose)
    const known = builder.ends[node]!
    if (known !== 0) return entries[known]!
    builder.ends[node] = entries.length
    const entry: Entry = { targets: [], cue: 0, context: 0, masks: undefined, hints: undefined }
    entries.push(entry)
    return entry
  }
  const condition = (where: string) => (term: string) => {
    if (term[0] === '@') {
      const domain = slugs.get(term.slice(1))
      if (domain === undefined) throw unknownDomain(term, where)
      return domain
    }
    const entry = entryFor(checkedWords(term, where), true)
    if (entry.context === 0) entry.context = contexts++
    return entry.context
  }
  const addKeyword = (domain: number, keyword: Keyword, pack: boolean): void => {
    const rule: KeywordRule = typeof keyword === 'string' ? { term: keyword } : keyword
    const where = `domain "${domains[domain]!.slug}"`
    const words = checkedWords(rule.term, where)
    const weight = rule.weight ?? 1
    if (!(weight > 0 && weight < Infinity)) throw invalidWeight(`"${rule.term}"`, where, weight, 'above 0')
    const loose = rule.stem !== false && rule.caseSensitive !== true
    const entry = entryFor(words, loose && !pack)
    const literal = rule.caseSensitive ? rule.term : undefined
    if (entry.targets.some((target) => target.domain === domain && target.literal === literal)) {
      if (pack) return
      throw new SpecializationError(
        'duplicate-term',
        `"${rule.term}" occurs twice in ${where} (case, accents and hyphens make no difference).`,
      )
    }
    entry.targets.push({
      domain,
      keyword: rule.term,
      // `Go` and case-sensitive `Go` are one keyword: what the one counts, the other repeats.
      term:
        entry.targets.find((target) => target.domain === domain && target.keyword === rule.term)?.term ??
        terms++,
      weight,
      exactly: rule.stem === false ? words.join(' ') : undefined,
      literal,
      requires: rule.requires?.map(condition(where)),
      unless: rule.unless?.map(condition(where)),
    })
  }
  const addCues = (more: Cues | undefined): void => {
    const bits = { negation: NEGATION, contrast: CONTRAST, role: ROLE, audience: AUDIENCE }
    for (const [kind, bit] of Object.entries(bits)) {
      for (const term of more?.[kind as keyof Cues] ?? [])
        entryFor(checkedWords(term, `cues (${kind})`), false).cue |= bit
    }
  }
  const addMasks = (masks: readonly string[] | undefined, domain: number, where: string): void => {
    for (const mask of masks ?? []) {
      const entry = entryFor(checkedWords(mask, where), true)
      entry.masks ??= []
      entry.masks.push(domain)
    }
  }

  const addHints = (hints: Domain['hints'], domain: number, where: string): void => {
    for (const [term, weight] of Object.entries(hints ?? {})) {
      if (!Number.isFinite(weight)) throw invalidWeight(`hint "${term}"`, where, weight, 'finite')
      const entry = entryFor(checkedWords(term, where), true)
      entry.hints ??= { term: terms++, says: [] }
      entry.hints.says.push({ domain, weight })
    }
  }

  domains.forEach((domain, index) => {
    checkDomain(domain, slugs.get(domain.slug) === index)
    for (const keyword of domain.keywords) addKeyword(index, keyword, false)
    addMasks(domain.masks, index, `domain "${domain.slug}"`)
    addHints(domain.hints, index, `domain "${domain.slug}"`)
  })
  addCues(englishCues)
  addCues(cues)
  for (const pack of packs) {
    for (const [slug, keywords] of Object.entries(pack.keywords)) {
      const index = slugs.get(slug)
      if (index !== undefined) for (const keyword of keywords) addKeyword(index, keyword, true)
    }
    addMasks(pack.masks, -1, `locale "${pack.code}"`)
    addCues(pack.cues)
  }
  const kinds = Uint8Array.from(
    entries,
    ({ cue, masks, targets, context, hints }) =>
      cue |
      (masks === undefined ? 0 : MASK) |
      (targets.length > 0 ? KEYWORD : 0) |
      (context > 0 ? CONTEXT : 0) |
      (hints === undefined ? 0 : HINT),
  )
  return {
    scanner: createScanner(builder.build()),
    entries,
    kinds,
    seen: new Uint8Array(contexts),
    counts: new Uint32Array(terms),
    places: new Float64Array(terms),
    domains,
    tilts: new Float64Array(domains.length),
  }
}

function checkDomain(domain: Domain, last: boolean): void {
  if (!/^[a-z\d]+(?:-[a-z\d]+)*$/.test(domain.slug)) {
    throw new SpecializationError(
      'invalid-domain',
      `The slug "${domain.slug}" must be lower case letters, digits and single hyphens.`,
    )
  }
  if (!last) throw new SpecializationError('duplicate-domain', `Two domains are called "${domain.slug}".`)
}

function invalidWeight(what: string, where: string, weight: number, wanted: string): SpecializationError {
  return new SpecializationError(
    'invalid-domain',
    `The weight of ${what} in ${where} is ${weight}; it must be ${wanted}.`,
  )
}

function unknownDomain(term: string, where: string): SpecializationError {
  return new SpecializationError('unknown-domain', `${where} refers to ${term}, and there is no such domain.`)
}

/** The words of a term; throws where no text can ever match it. */
function checkedWords(term: string, where: string): string[] {
  if (term.trim() === '')
    throw new SpecializationError('empty-term', `A term in ${where} is empty. Remove it.`)
  // Most terms are in the form that texts are brought to.
  if (/^[a-z\d]+(?: [a-z\d]+)*$/.test(term)) return term.split(' ')
  const words = termWords(term)
  const plain = term.normalize('NFKC')
  const bytes = toBytes(plain, createBytes(plain.length))
  let behind = -1
  let broken = false
  for (let at = 0; at < plain.length; at++) {
    if (!inWord(bytes[at]!)) continue
    broken ||= behind >= 0 && breaks(bytes, behind, at)
    behind = at + 1
  }
  if (words.length === 0 || broken) {
    const why = broken ? 'punctuation inside it ends a phrase' : 'it has no letter or digit'
    throw new SpecializationError('unmatchable-term', `"${term}" in ${where} can never match: ${why}.`)
  }
  return words
}
