export { createExtractor, defaultDomains, extractSpecializations } from './defaults.ts'
export { isSpecializationError, SpecializationError, type SpecializationErrorCode } from './errors.ts'
export type {
  Cues,
  Domain,
  Extraction,
  Extractor,
  ExtractorOptions,
  Keyword,
  KeywordRule,
  LocalePack,
  Match,
  RejectedMatch,
  RejectionReason,
  Specialization,
} from './types.ts'
