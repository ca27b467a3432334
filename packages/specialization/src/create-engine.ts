import { compile, type Lexicon } from './compile.ts'
import { SpecializationError } from './errors.ts'
import { createPicker } from './locale.ts'
import { type Plain, toPlain } from './plain.ts'
import { findHits, type Hit } from './rules.ts'
import { rank } from './score.ts'
import type { Domain, EngineOptions, Extraction, Extractor, LocalePack, Match } from './types.ts'

/**
 * An extractor over domains of your own. The lexicon is compiled here, and with `locales: 'auto'` once more at the first text of each language.
 *
 * @throws SpecializationError for a term that is empty, occurs twice or can never match, and for options out of range.
 * @example
 * ```ts
 * import { createEngine } from '@nyxcore/specialization/core'
 *
 * const engine = createEngine({ domains: [{ slug: 'sailing', label: 'Sailing', keywords: ['keel', 'jib'] }] })
 * engine.extract('She trims the jib.').specializations[0]?.slug // 'sailing'
 * ```
 */
export function createEngine(options: EngineOptions): Extractor {
  const { domains, limit = 3, minConfidence = 0, locales = [], packs = [], markup = 'auto' } = options
  if (!Number.isInteger(limit) || limit < 1) throw invalid('limit', limit, 'a whole number from 1')
  if (!(minConfidence >= 0 && minConfidence <= 1)) throw invalid('minConfidence', minConfidence, '0 to 1')
  if (locales === 'auto' && packs.length === 0) {
    throw invalid('packs', 'empty', "the locale packs that locales: 'auto' picks from")
  }
  const pick = locales === 'auto' ? createPicker(packs) : locales
  const compiled = new Map<string, Lexicon>()
  const lexiconFor = (active: readonly LocalePack[]): Lexicon => {
    const key = active.map(({ code }) => code).join()
    let lexicon = compiled.get(key)
    if (lexicon === undefined) {
      lexicon = compile(domains, active, options.cues)
      compiled.set(key, lexicon)
    }
    return lexicon
  }

  // A lexicon that cannot work is refused here, not at the first text.
  if (typeof pick !== 'function') lexiconFor(pick)
  else lexiconFor([])

  return {
    domains,
    extract(text: string): Extraction {
      const plain = toPlain(text, markup === 'auto')
      const lexicon = lexiconFor(typeof pick === 'function' ? pick(plain.text) : pick)
      const found = findHits(lexicon, plain, markup === 'auto')
      const named = rank(found, lexicon).filter(({ confidence }) => confidence >= minConfidence)
      return {
        specializations: named.slice(0, limit).map(({ domain, score, confidence, hits }) => ({
          slug: domains[domain]!.slug,
          label: domains[domain]!.label,
          count: hits.length,
          score,
          confidence,
          matches: hits.map((hit) => toMatch(text, plain, hit)),
        })),
        rejected: found.hits
          .filter((hit) => hit.reason !== undefined)
          .map((hit) => ({
            slug: domains[hit.target.domain]!.slug,
            match: toMatch(text, plain, hit),
            reason: hit.reason!,
          })),
      }
    },
    extend(more: Domain | readonly Domain[]): Extractor {
      const added = new Map(
        (Array.isArray(more) ? more : [more]).map((domain: Domain) => [domain.slug, domain]),
      )
      const kept = domains.map((domain) => added.get(domain.slug) ?? domain)
      const fresh = [...added.values()].filter(({ slug }) => !domains.some((domain) => domain.slug === slug))
      return createEngine({ ...options, domains: [...kept, ...fresh] })
    },
    without(...slugs: string[]): Extractor {
      return createEngine({ ...options, domains: domains.filter(({ slug }) => !slugs.includes(slug)) })
    },
  }
}

function toMatch(text: string, plain: Plain, hit: Hit): Match {
  const start = plain.starts === undefined ? hit.start : plain.starts[hit.start]!
  const end = plain.ends === undefined ? hit.end : plain.ends[hit.end - 1]!
  const weight = hit.target.weight * hit.place
  return { keyword: hit.target.keyword, surface: text.slice(start, end), start, end, weight }
}

function invalid(name: string, value: unknown, wanted: string): SpecializationError {
  return new SpecializationError(
    'invalid-option',
    `The option ${name} is ${String(value)}; it must be ${wanted}.`,
  )
}
