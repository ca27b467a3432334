export { createEngine } from '../create-engine.ts'
export { isSpecializationError, SpecializationError, type SpecializationErrorCode } from '../errors.ts'
export type {
  Cues,
  Domain,
  EngineOptions,
  Extraction,
  Extractor,
  Keyword,
  KeywordRule,
  LocalePack,
  Match,
  RejectedMatch,
  RejectionReason,
  Specialization,
} from '../types.ts'
