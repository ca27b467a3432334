import { report } from './attempt.ts'
import type { ClientError } from './errors.ts'
import { fail } from './prepare.ts'
import { check, type SchemaResult } from './standard.ts'
import type { StreamEndpoint, StreamEvent } from './stream-types.ts'
import type { ClientOptions } from './types.ts'

type Made = StreamEvent | ClientError | undefined

/**
 * What a stream yields for an event as it came: itself with its data parsed and checked, or a `nyx.` event. An error
 * ends the stream (`nyx.error`, or data that does not fit unless the contract says otherwise); undefined is passed
 * over. A promise only where a schema needs one.
 */
export function convert(
  options: ClientOptions,
  target: StreamEndpoint,
  type: string,
  text: string,
  id: string | undefined,
): Made | Promise<Made> {
  const { events, format, invalid, unknown } = target.def
  const yields = (type: string, data: unknown): StreamEvent =>
    id == null ? { type, data } : { type, data, id }
  const refuse = (cause: object) => fail(target, 'INVALID_EVENT', type, cause)
  const schema = events[type]
  let data: unknown = text
  try {
    if (format !== 'text' || !schema) data = JSON.parse(text)
  } catch {
    // Text such as `[DONE]`: a string, for the schema to judge.
  }
  // Not every name is one of the contract's: `constructor` is a name that every object knows.
  if (schema?.['~standard']) {
    const judge = (result: SchemaResult<unknown>): Made => {
      if (!result.issues) return yields(type, result.value)
      const error = refuse(result)
      if (options.validate === 'warn') return report(options, error) && yields(type, data)
      if (invalid === 'yield') return yields('nyx.invalid', { type, data: text, error })
      if (invalid !== 'skip') return report(options, error)
    }
    const result = check(schema, data, options)
    return result instanceof Promise ? result.then(judge, (cause) => refuse({ cause })) : judge(result)
  }
  if (type === 'nyx.gap') return yields(type, data)
  if (type === 'nyx.error') {
    const { code, requestId } = Object(data)
    return report(options, fail(target, 'STREAM_FAILED', code, { requestId, cause: data }))
  }
  return unknown === 'yield' ? yields('nyx.unknown', { type, data: text }) : undefined
}
