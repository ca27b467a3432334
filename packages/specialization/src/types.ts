/** A term that speaks for a domain, with what narrows it. Strings are short for `{ term }`. */
export interface KeywordRule {
  /** One or more words. A word that ends in `*` also matches with any ending: `entwickl*`. */
  readonly term: string
  /** How strongly the term speaks for its domain, above 0. Default 1; shipped lexicons use 0.5 to 4. */
  readonly weight?: number | undefined
  /** Whether plurals and verb forms match too. Default true. */
  readonly stem?: boolean | undefined
  /** Whether upper and lower case must be as written: `Go`, `IT`, `R`. Default false. */
  readonly caseSensitive?: boolean | undefined
  /**
   * The term counts only where one of these occurs too: a term, or `@slug` for any other, ungated match of
   * that domain. Without it the match is rejected as `no-context`.
   */
  readonly requires?: readonly string[] | undefined
  /** The term does not count where one of these occurs: a term, or `@slug`. */
  readonly unless?: readonly string[] | undefined
}

/** A term, or a term with its rules. */
export type Keyword = string | KeywordRule

/** A field that a persona can be specialized in. */
export interface Domain {
  /** Unique, lower case letters, digits and hyphens: `ai-ml`. */
  readonly slug: string
  /** What a person reads: `AI and machine learning`. */
  readonly label: string
  /** What speaks for the domain. */
  readonly keywords: readonly Keyword[]
  /** Phrases that hide the keywords inside them: `state of the art` hides `art`. */
  readonly masks?: readonly string[] | undefined
  /**
   * General words that make the domain more likely (above 0) or less (below): natural logarithms, so 0.7 doubles
   * and -0.7 halves the score of a domain where the word is the only hint of the text. Hints are no evidence:
   * they rank the domains that have some, and never bring one in.
   */
  readonly hints?: Readonly<Record<string, number>> | undefined
  /**
   * What the domain's different keywords have to weigh together, repeats apart, to be sure of a text. A text in which
   * no domain is sure gets no answer; in any other the rest are named as well. Default 0: each keyword is enough.
   */
  readonly enough?: number | undefined
}

/** Phrases that change what the words around them mean. */
export interface Cues {
  /** `not`, `without`: the rest of the clause is negated. */
  readonly negation?: readonly string[] | undefined
  /** `but`, `instead`: a negation ends here. */
  readonly contrast?: readonly string[] | undefined
  /** `you are`: the rest of the sentence names the role. */
  readonly role?: readonly string[] | undefined
  /** `for`, `helps`: people named next are the audience, not the speciality. */
  readonly audience?: readonly string[] | undefined
}

/** The lexicons of one language. `code` is a BCP 47 language subtag. */
export interface LocalePack {
  readonly code: string
  /** A Unicode script that is enough to tell the language (`Hangul`), if there is one. */
  readonly script?: string | undefined
  /** Frequent small words that tell the language apart from others of its script. */
  readonly stopWords: readonly string[]
  /** Keywords by domain slug. Slugs that the extractor does not know are left out. */
  readonly keywords: Readonly<Record<string, readonly Keyword[]>>
  readonly masks?: readonly string[] | undefined
  readonly cues?: Cues | undefined
}

/** One occurrence of a keyword. */
export interface Match {
  /** The term as the lexicon has it. */
  readonly keyword: string
  /** The text that matched: always `text.slice(start, end)`. */
  readonly surface: string
  /** UTF-16 offset of the first code unit in the text given. */
  readonly start: number
  /** UTF-16 offset behind the last code unit. */
  readonly end: number
  /** What the occurrence weighs: the keyword's weight times what its place in the text makes of it. */
  readonly weight: number
}

/** A domain that the text speaks of, with the evidence. */
export interface Specialization {
  readonly slug: string
  readonly label: string
  /** How many occurrences of keywords were found. */
  readonly count: number
  /** What ranks: weights summed, sub-linear in repeats of one keyword, times what the text's {@link Domain.hints} make of it. */
  readonly score: number
  /** 0 to 1: how likely a careful reader names this domain first. */
  readonly confidence: number
  /** The occurrences, in the order of the text. */
  readonly matches: readonly Match[]
}

/** Why an occurrence did not count. */
export type RejectionReason = 'negated' | 'masked' | 'no-context' | 'code' | 'url'

/** An occurrence that was seen and did not count. */
export interface RejectedMatch {
  readonly slug: string
  readonly match: Match
  readonly reason: RejectionReason
}

/** What {@link Extractor.extract} answers. */
export interface Extraction {
  /** Best first; empty where nothing speaks clearly for a domain. */
  readonly specializations: readonly Specialization[]
  readonly rejected: readonly RejectedMatch[]
}

/** What an extractor is made of. */
export interface EngineOptions {
  /** The domains to choose among. Ties are broken by their order. */
  readonly domains: readonly Domain[]
  /** How many specializations to return at most. Default 3. */
  readonly limit?: number | undefined
  /** Leave out what has less confidence than this, 0 to 1. Default 0. */
  readonly minConfidence?: number | undefined
  /** Packs that always apply, or `'auto'` to pick one of {@link EngineOptions.packs} for each text. */
  readonly locales?: 'auto' | readonly LocalePack[] | undefined
  /** What `locales: 'auto'` picks from. */
  readonly packs?: readonly LocalePack[] | undefined
  /** `'auto'` skips fenced code, URLs and tags, and decodes entities; `'text'` takes the text as it is. Default `'auto'`. */
  readonly markup?: 'auto' | 'text' | undefined
  /** Cues besides the English ones. */
  readonly cues?: Cues | undefined
}

/** Options of the main entry's `createExtractor`, where the 15 English domains are the default. */
export type ExtractorOptions = Omit<EngineOptions, 'domains'> & {
  readonly domains?: readonly Domain[] | undefined
}

/** A compiled set of domains. Immutable, safe to share. */
export interface Extractor {
  readonly domains: readonly Domain[]
  /**
   * Finds what the text speaks of. Never throws, whatever the text; linear in its length.
   */
  extract(text: string): Extraction
  /** A new extractor with these domains added; one whose slug is taken is replaced in place. */
  extend(domains: Domain | readonly Domain[]): Extractor
  /** A new extractor without these domains. */
  without(...slugs: string[]): Extractor
}
