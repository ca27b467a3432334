import { SpecializationError } from '../errors.ts'
import type { Domain, Keyword } from '../types.ts'

/**
 * The domains of a lexicon file (JSON; `lexicon.schema.json` describes it for editors).
 *
 * @throws SpecializationError `invalid-domain`, with the place in the file.
 * @example
 * ```ts
 * import { createExtractor } from '@nyxcore/specialization'
 * import { parseLexicon } from '@nyxcore/specialization/refine'
 *
 * const domains = parseLexicon('{ "domains": [{ "slug": "sailing", "label": "Sailing", "keywords": ["keel"] }] }')
 * createExtractor().extend(domains)
 * ```
 */
export function parseLexicon(json: string): Domain[] {
  let file: unknown
  try {
    file = JSON.parse(json)
  } catch (error) {
    throw new SpecializationError('invalid-domain', `The lexicon is not JSON: ${(error as Error).message}`, {
      cause: error,
    })
  }
  const domains = isObject(file) ? file.domains : undefined
  if (!Array.isArray(domains)) throw invalid('domains', 'a list')
  return domains.map((domain: unknown, index) => {
    const at = `domains[${index}]`
    if (!isObject(domain)) throw invalid(at, 'an object')
    const { slug, label, keywords, masks, hints, enough } = domain
    if (typeof slug !== 'string') throw invalid(`${at}.slug`, 'a string')
    if (typeof label !== 'string') throw invalid(`${at}.label`, 'a string')
    if (!Array.isArray(keywords)) throw invalid(`${at}.keywords`, 'a list')
    if (masks !== undefined && !isStrings(masks)) throw invalid(`${at}.masks`, 'a list of strings')
    if (hints !== undefined && !isNumbers(hints)) throw invalid(`${at}.hints`, 'an object of numbers')
    if (enough !== undefined && typeof enough !== 'number') throw invalid(`${at}.enough`, 'a number')
    return {
      slug,
      label,
      keywords: keywords.map((keyword, nth) => toKeyword(keyword, `${at}.keywords[${nth}]`)),
      masks,
      hints,
      enough,
    }
  })
}

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  term: (value) => typeof value === 'string',
  weight: (value) => typeof value === 'number',
  stem: (value) => typeof value === 'boolean',
  caseSensitive: (value) => typeof value === 'boolean',
  requires: isStrings,
  unless: isStrings,
}

function toKeyword(value: unknown, at: string): Keyword {
  if (typeof value === 'string') return value
  if (!isObject(value) || typeof value.term !== 'string')
    throw invalid(at, 'a string, or an object with a "term"')
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(kinds, name)) throw invalid(`${at}.${name}`, `one of ${Object.keys(kinds).join(', ')}`)
    if (!kinds[name]!(member)) throw invalid(`${at}.${name}`, 'of another type; see lexicon.schema.json')
  }
  return value as unknown as Keyword
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumbers(value: unknown): value is Record<string, number> {
  return isObject(value) && Object.values(value).every((item) => typeof item === 'number')
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function invalid(at: string, wanted: string): SpecializationError {
  return new SpecializationError('invalid-domain', `In the lexicon, ${at} must be ${wanted}.`)
}
