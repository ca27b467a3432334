import type { LocalePack } from '../types.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'
import { pt } from './pt.ts'
import { ru } from './ru.ts'
import { tr } from './tr.ts'
import { zh } from './zh.ts'

/**
 * All packs, to pick from for each text.
 *
 * @example
 * ```ts
 * import { createExtractor } from '@nyxcore/specialization'
 * import { allLocales } from '@nyxcore/specialization/locales'
 *
 * const extractor = createExtractor({ locales: 'auto', packs: allLocales })
 * extractor.extract('Du bist ein erfahrener Rechtsanwalt.').specializations[0]?.slug // 'legal'
 * ```
 */
export const allLocales: readonly LocalePack[] = [ar, de, es, fr, it, ja, ko, pt, ru, tr, zh]
