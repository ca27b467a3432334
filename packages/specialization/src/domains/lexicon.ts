import type { Domain, Keyword } from '../types.ts'

/** What a shipped lexicon is written as: comma-separated terms, which a bundle carries far cheaper than objects. */
export interface LexiconSource {
  readonly slug: string
  readonly label: string
  /** What all weights are multiplied with: how common the domain is. Default 1. */
  readonly scale?: number | undefined
  /** Terms by weight. */
  readonly terms: Readonly<Record<number, string>>
  /** Ambiguous words (weight 1.2) that count only where something else speaks for the domain. */
  readonly gated?: string | undefined
  /** The same, and the case must be as written. */
  readonly gatedCase?: string | undefined
  readonly rules?: readonly Keyword[] | undefined
  readonly masks?: string | undefined
}

/** The domain that a compact source stands for. */
export function lexicon(source: LexiconSource): Domain {
  const requires = [`@${source.slug}`]
  const scale = source.scale ?? 1
  const scaled = (weight: number): number => Math.round(weight * scale * 100) / 100
  const gated = scaled(1.2)
  const split = (terms: string | undefined): string[] => terms?.split(/,\s*/).filter(Boolean) ?? []
  return {
    slug: source.slug,
    label: source.label,
    keywords: [
      ...Object.entries(source.terms).flatMap(([weight, terms]) =>
        split(terms).map((term) => ({ term, weight: scaled(Number(weight)) })),
      ),
      ...split(source.gated).map((term) => ({ term, weight: gated, requires })),
      ...split(source.gatedCase).map((term) => ({ term, weight: gated, requires, caseSensitive: true })),
      ...(source.rules ?? []),
    ],
    masks: split(source.masks),
  }
}
