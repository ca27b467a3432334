/** Every reason for which rls-kit refuses or fails, so that a caller can branch on it. */
export type RlsKitErrorCode =
  | 'CONFIG_INVALID'
  | 'TENANT_INVALID'
  | 'TABLE_MISSING'
  | 'COLUMN_MISSING'
  | 'ROLE_MISSING'
  | 'PRIVILEGE_MISSING'
  | 'SERVER_TOO_OLD'
  | 'UNREACHABLE'
  | 'FOREIGN_OBJECT'
  | 'CHANGED_OBJECT'
  | 'BUSY'
  | 'LOCK_TIMEOUT'
  | 'NOTHING_TO_ROLL_BACK'
  | 'UNSAFE_LOGIN'
  | 'NOT_ISOLATED'
  | 'NESTED'
  | 'CONTEXT_FAILED'
  | 'STATEMENT_REFUSED'
  | 'TRANSACTION_CLOSED'
  | 'TRANSACTION_ESCAPED'
  | 'TRANSACTION_BUSY'
  | 'ROLLED_BACK'
  | 'TIMEOUT'
  | 'CONNECTION_LOST'
  | 'OUTCOME_UNKNOWN'
  | 'NOT_DISPOSABLE'
  | 'GUARD_MISSING'
  | 'GUARD_BLOCKED'
  | 'GUARD_CONFLICT'
  | 'SNAPSHOT_MISSING'
  | 'USAGE'

/** What an {@link RlsKitError} may carry besides its code and message. */
export interface RlsKitErrorOptions {
  /** The error that this one was made from. */
  cause?: unknown
  /** What the reader can do about it, as one sentence. */
  advice?: string | undefined
}

/**
 * The one error class of this package. The message says what happened and to what; `advice` says what to do.
 *
 * @example
 * ```ts
 * import { isRlsKitError, RlsKitError } from '@nyxcore/rls-kit'
 *
 * try {
 *   throw new RlsKitError('BUSY', 'Another deployer holds the lock.', { advice: 'Wait and try again.' })
 * } catch (error) {
 *   if (isRlsKitError(error, 'BUSY')) console.log(error.advice)
 * }
 * ```
 */
export class RlsKitError extends Error {
  readonly code: RlsKitErrorCode
  readonly advice: string | undefined

  constructor(code: RlsKitErrorCode, message: string, options: RlsKitErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'RlsKitError'
    this.code = code
    this.advice = options.advice
  }
}

/** Tells whether `error` is an {@link RlsKitError}, and one of `codes` where any are given. */
export function isRlsKitError(error: unknown, ...codes: RlsKitErrorCode[]): error is RlsKitError {
  // By shape, because a configuration and the command that loads it may hold two copies of this package.
  if (!(error instanceof Error) || error.name !== 'RlsKitError') return false
  return codes.length === 0 || codes.includes((error as RlsKitError).code)
}

/** The SQLSTATE of a server error, or undefined: `pg` and PGlite both keep it in `code`. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}
