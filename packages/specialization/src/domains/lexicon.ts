import type { Domain, Keyword } from '../types.ts'

/** What a shipped lexicon is written as: comma-separated terms, which are shorter to read than objects. */
export interface LexiconSource {
  readonly slug: string
  readonly label: string
  /** What all weights are multiplied with: how common the domain is. Default 1. */
  readonly scale?: number | undefined
  /**
   * Terms by weight. Those under `4?` weigh 4, and count only where another term speaks for the domain; those under
   * `4!` weigh 4, and count in this form alone ("news", and not "new").
   */
  readonly terms: Readonly<Record<string, string>>
  /** General words that speak for the domain, all with the same weight: see `Domain.hints`. */
  readonly hints?: string | undefined
  readonly rules?: readonly Keyword[] | undefined
  readonly masks?: string | undefined
}

/** One term of weight 2, or lighter ones together: see `Domain.enough`. */
const ENOUGH = 1.9

/** The weight of all shipped hints. */
export const HINT = 0.3

/** The terms of a comma-separated list. */
export function split(terms: string | undefined): string[] {
  return terms?.split(/,\s*/).filter(Boolean) ?? []
}

/** The domain that a compact source stands for. Its lists are read when they are asked for, once. */
export function lexicon(source: LexiconSource): Domain {
  const { slug, label, scale = 1 } = source
  let lists: Pick<Required<Domain>, 'keywords' | 'masks' | 'hints'> | undefined
  const read = () => {
    lists ??= {
      keywords: [
        ...Object.entries(source.terms).flatMap(([key, list]) => {
          const weight = Math.round(Number.parseFloat(key) * scale * 100) / 100
          const rule = key.endsWith('?')
            ? { weight, requires: [`@${slug}`] }
            : key.endsWith('!')
              ? { weight, stem: false }
              : { weight }
          return split(list).map((term) => ({ term, ...rule }))
        }),
        ...(source.rules ?? []),
      ],
      masks: split(source.masks),
      hints: Object.fromEntries(split(source.hints).map((word) => [word, HINT])),
    }
    return lists
  }
  return {
    slug,
    label,
    enough: ENOUGH * scale,
    get keywords() {
      return read().keywords
    },
    get masks() {
      return read().masks
    },
    get hints() {
      return read().hints
    },
  }
}
