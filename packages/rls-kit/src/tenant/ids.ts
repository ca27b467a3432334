import { RlsKitError } from '../errors.ts'
import type { IdType } from '../types.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const longest = 1_024

/**
 * Checks an id before it travels, so that an empty, missing or malformed one is an error here and not a query
 * that silently finds nothing. Only strings are taken, and bigint or safe integers for the type bigint.
 *
 * @throws {@link RlsKitError} `TENANT_INVALID`. The message does not repeat the value: it may be a secret that
 * took a wrong turn.
 */
export function checkId(value: unknown, type: IdType, what: string): string {
  const text =
    type === 'bigint' && (typeof value === 'bigint' || Number.isSafeInteger(value)) ? String(value) : value
  if (typeof text !== 'string') throw invalid(what, `is ${value === null ? 'null' : typeof value}`)
  if (text === '') throw invalid(what, 'is empty')
  if (text.length > longest) throw invalid(what, `is longer than ${longest} characters`)
  if (type === 'uuid' && !uuid.test(text)) throw invalid(what, 'is not a UUID')
  if (type === 'bigint') {
    if (!/^-?\d{1,19}$/.test(text)) throw invalid(what, 'is not a whole number')
    if (BigInt.asIntN(64, BigInt(text)) !== BigInt(text)) throw invalid(what, 'does not fit into a bigint')
  }
  if (text.includes('\0')) throw invalid(what, 'contains a NUL character')
  if (!text.isWellFormed()) throw invalid(what, 'is not well-formed Unicode')
  return text
}

function invalid(what: string, how: string): RlsKitError {
  return new RlsKitError('TENANT_INVALID', `The ${what} ${how}.`, {
    advice: 'Take it from the verified session of the request, never from what the client sent.',
  })
}
