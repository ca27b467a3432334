/** What was wrong with a lexicon or an option. */
export type SpecializationErrorCode =
  | 'invalid-domain'
  | 'invalid-option'
  | 'duplicate-domain'
  | 'duplicate-term'
  | 'empty-term'
  | 'unmatchable-term'
  | 'unknown-domain'

/**
 * The one error class of this package: a lexicon or an option that cannot work.
 * Texts never cause one.
 */
export class SpecializationError extends Error {
  override readonly name = 'SpecializationError'
  readonly code: SpecializationErrorCode

  constructor(code: SpecializationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Whether a thrown value is a {@link SpecializationError}. */
export function isSpecializationError(error: unknown): error is SpecializationError {
  return error instanceof SpecializationError
}
