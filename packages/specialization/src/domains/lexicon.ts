import type { Domain, Keyword } from '../types.ts'

/** What a shipped lexicon is written as: comma-separated terms, which are shorter to read than objects. */
export interface LexiconSource {
  readonly slug: string
  readonly label: string
  /** What all weights are multiplied with: how common the domain is. Default 1. */
  readonly scale?: number | undefined
  /** Terms by weight. Those under `4?` weigh 4, and count only where another term speaks for the domain. */
  readonly terms: Readonly<Record<string, string>>
  /** General words that speak for the domain, all with the same weight: see `Domain.hints`. */
  readonly hints?: string | undefined
  readonly rules?: readonly Keyword[] | undefined
  readonly masks?: string | undefined
}

/** One term of weight 2, or lighter ones together: see `Domain.enough`. */
const ENOUGH = 1.9

/** The weight of all shipped hints. */
export const HINT = 0.5

/** The terms of a comma-separated list. */
export function split(terms: string | undefined): string[] {
  return terms?.split(/,\s*/).filter(Boolean) ?? []
}

/** The domain that a compact source stands for. */
export function lexicon({ slug, label, scale = 1, terms, hints, rules = [], masks }: LexiconSource): Domain {
  return {
    slug,
    label,
    keywords: [
      ...Object.entries(terms).flatMap(([key, list]) => {
        const gated = key.endsWith('?')
        const weight = Math.round(Number.parseFloat(key) * scale * 100) / 100
        return split(list).map((term) =>
          gated ? { term, weight, requires: [`@${slug}`] } : { term, weight },
        )
      }),
      ...rules,
    ],
    masks: split(masks),
    enough: ENOUGH * scale,
    hints: Object.fromEntries(split(hints).map((word) => [word, HINT])),
  }
}
