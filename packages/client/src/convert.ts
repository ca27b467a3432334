import type { ClientError } from './errors.ts'
import type { WireEvent } from './events.ts'
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
  { validate = 'throw', hooks }: ClientOptions,
  target: StreamEndpoint,
  { type, data: text, id }: WireEvent,
): Made | Promise<Made> {
  const { events, format, invalid, unknown } = target.def
  const yields = (type: string, data: unknown): StreamEvent =>
    id == null ? { type, data } : { type, data, id }
  const schema = Object.hasOwn(events, type) && events[type]
  let data: unknown = text
  if (!schema || format !== 'text') {
    try {
      data = JSON.parse(text)
    } catch {
      // Text such as `[DONE]`: a string, for the schema to judge.
    }
  }
  if (!schema) {
    if (type === 'nyx.gap') return yields(type, data)
    if (type === 'nyx.error') {
      const { code, requestId } = Object(data)
      return fail(target, 'STREAM_FAILED', `the server says ${code}`, { requestId, cause: data })
    }
    return unknown === 'yield' ? yields('nyx.unknown', { type, data: text }) : undefined
  }
  const judge = (result: SchemaResult<unknown>): Made => {
    if (!result.issues) return yields(type, result.value)
    const error = fail(target, 'INVALID_EVENT', type, result)
    if (validate === 'warn') {
      hooks?.error?.(error)
      return yields(type, data)
    }
    if (invalid !== 'skip')
      return invalid === 'yield' ? yields('nyx.invalid', { type, data: text, error }) : error
  }
  const result = check(validate !== 'off' && schema, data)
  return 'then' in result ? result.then(judge) : judge(result)
}
