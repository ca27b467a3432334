import { createEngine } from './create-engine.ts'
import { lexicon } from './domains/lexicon.ts'
import { sources } from './domains/sources.ts'
import type { Domain, Extractor, ExtractorOptions, Specialization } from './types.ts'

/** The 15 English domains. Ties between domains are broken by this order. */
export const defaultDomains: readonly Domain[] = /* @__PURE__ */ sources.map(lexicon)

/**
 * An extractor, over {@link defaultDomains} unless `domains` says otherwise.
 *
 * @throws SpecializationError for lexicons and options that cannot work; texts never cause one.
 * @example
 * ```ts
 * import { createExtractor } from '@nyxcore/specialization'
 *
 * const extractor = createExtractor({ minConfidence: 0.3 })
 * const { specializations, rejected } = extractor.extract('Not a lawyer, but a Python developer.')
 * // specializations[0].slug is 'software'; rejected[0] says that "lawyer" was negated
 * ```
 */
export function createExtractor(options: ExtractorOptions = {}): Extractor {
  return createEngine({ ...options, domains: options.domains ?? defaultDomains })
}

let shared: Extractor | undefined

/**
 * The at most three domains that a persona's description speaks of, best first; `[]` where it speaks of none.
 * The lexicons are compiled at the first call.
 *
 * @example
 * ```ts
 * import { extractSpecializations } from '@nyxcore/specialization'
 *
 * extractSpecializations('You are a Kubernetes SRE.').map(({ slug }) => slug) // ['devops']
 * ```
 */
export function extractSpecializations(text: string): Specialization[] {
  shared ??= createExtractor()
  return [...shared.extract(text).specializations]
}
