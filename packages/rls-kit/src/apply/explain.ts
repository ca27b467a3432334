import { RlsKitError, sqlState } from '../errors.ts'

/** Turns a server error of one step into ours where the reader can do something about it. */
export function explain(error: unknown, step: { object: string; sql: string }): unknown {
  const message = error instanceof Error ? error.message : String(error)
  switch (sqlState(error)) {
    case '55P03': // lock_not_available: the caller tries again
    case '40P01':
      return error
    case '42501':
      return new RlsKitError('PRIVILEGE_MISSING', `${step.object}: ${message}`, {
        cause: error,
        advice: 'Connect as the owner of the tables, or as a role with the privilege that is named.',
      })
    case '42703':
      return new RlsKitError('COLUMN_MISSING', `${step.object}: ${message}`, {
        cause: error,
        advice: `The statement was: ${step.sql.split('\n')[0]}`,
      })
    case undefined:
      return new RlsKitError('CONNECTION_LOST', `The connection was lost at ${step.object}: ${message}`, {
        cause: error,
        advice: 'Run apply again: a transaction that was cut off left nothing behind.',
      })
    default:
      return new RlsKitError('CONFIG_INVALID', `${step.object}: ${message}`, {
        cause: error,
        advice: `The statement was: ${step.sql.split('\n')[0]}`,
      })
  }
}

/** What the server refuses outside of a step concerns the journal; everything else passes as it is. */
export function explainJournal(error: unknown): unknown {
  if (error instanceof RlsKitError || sqlState(error) !== '42501') return error
  const message = error instanceof Error ? error.message : String(error)
  return new RlsKitError('PRIVILEGE_MISSING', `The journal, in the schema rls_kit: ${message}.`, {
    cause: error,
    advice:
      'Connect as the role that applied first, which owns rls_kit, or as a member of it. The first time it takes CREATE on the database.',
  })
}
