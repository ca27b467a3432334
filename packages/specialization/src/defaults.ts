import { createEngine } from './create-engine.ts'
import { aiMl } from './domains/ai-ml.ts'
import { business } from './domains/business.ts'
import { data } from './domains/data.ts'
import { design } from './domains/design.ts'
import { devops } from './domains/devops.ts'
import { education } from './domains/education.ts'
import { finance } from './domains/finance.ts'
import { health } from './domains/health.ts'
import { legal } from './domains/legal.ts'
import { marketing } from './domains/marketing.ts'
import { product } from './domains/product.ts'
import { science } from './domains/science.ts'
import { security } from './domains/security.ts'
import { software } from './domains/software.ts'
import { writing } from './domains/writing.ts'
import type { Domain, Extractor, ExtractorOptions, Specialization } from './types.ts'

/** The 15 English domains. Ties between domains are broken by this order. */
export const defaultDomains: readonly Domain[] = [
  software,
  devops,
  security,
  data,
  aiMl,
  design,
  product,
  marketing,
  business,
  finance,
  legal,
  health,
  education,
  writing,
  science,
]

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
