import { aiMl } from './ai-ml.ts'
import { business } from './business.ts'
import { data } from './data.ts'
import { design } from './design.ts'
import { devops } from './devops.ts'
import { education } from './education.ts'
import { finance } from './finance.ts'
import { health } from './health.ts'
import { hints } from './hints.ts'
import { legal } from './legal.ts'
import type { LexiconSource } from './lexicon.ts'
import { marketing } from './marketing.ts'
import { product } from './product.ts'
import { science } from './science.ts'
import { security } from './security.ts'
import { software } from './software.ts'
import { writing } from './writing.ts'

/** The 15 English lexicons, in the order that breaks ties. */
export const written: readonly LexiconSource[] = (
  [
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
  ] as LexiconSource[]
).map((source) => ({ ...source, hints: hints[source.slug] }))
