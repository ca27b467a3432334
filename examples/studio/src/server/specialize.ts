import { extractSpecializations } from '@nyxcore/specialization'

/** One matched word: where it stands in the description, and for which domain it speaks. */
export interface Evidence {
  readonly slug: string
  readonly start: number
  readonly end: number
}

/** The specializations of a description, best first, and the words that say so. */
export function specialize(description: string): { slugs: string[]; evidence: Evidence[] } {
  const found = extractSpecializations(description)
  return {
    slugs: found.map(({ slug }) => slug),
    evidence: found
      .flatMap(({ slug, matches }) => matches.map(({ start, end }) => ({ slug, start, end })))
      .sort((x, y) => x.start - y.start)
      .slice(0, 200),
  }
}
