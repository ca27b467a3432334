import type { Cues, Keyword, LocalePack } from '../types.ts'

/** What a shipped pack is written as: comma-separated terms by domain, strong ones (weight 4) before `|`. */
export interface PackSource {
  readonly code: string
  readonly script?: string | undefined
  /** Separated by spaces. */
  readonly stopWords: string
  readonly terms: Readonly<Record<string, string>>
  readonly masks?: string | undefined
  readonly cues?: Readonly<Partial<Record<keyof Cues, string>>> | undefined
}

const list = (terms: string | undefined): string[] => terms?.split(/,\s*/).filter(Boolean) ?? []

/** The pack that a compact source stands for. */
export function pack(source: PackSource): LocalePack {
  const keywords: Record<string, readonly Keyword[]> = {}
  for (const [slug, terms] of Object.entries(source.terms)) {
    const [strong, normal] = terms.split('|')
    keywords[slug] = [
      ...list(strong?.trim()).map((term) => ({ term, weight: 4 })),
      ...list(normal?.trim()).map((term) => ({ term, weight: 2 })),
    ]
  }
  const cues = Object.fromEntries(
    Object.entries(source.cues ?? {}).map(([kind, terms]) => [kind, list(terms)]),
  )
  return {
    code: source.code,
    script: source.script,
    stopWords: source.stopWords.split(' '),
    keywords,
    masks: list(source.masks),
    cues,
  }
}
