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
  const { events, format, unknown } = target.def
  const schema = events[type]
  let data: unknown = text
  try {
    if (format !== 'text' || !schema) data = JSON.parse(text)
  } catch {
    // Text such as `[DONE]`: a string, for the schema to judge.
  }
  // Not every name is one of the contract's: `constructor` is a name that every object knows.
  if (schema?.['~standard']) {
    const result = check(schema, data, options)
    return result instanceof Promise
      ? later(options, target, type, text, id, data, result)
      : result.issues
        ? judge(options, target, type, text, id, data, result)
        : make(type, result.value, id)
  }
  if (type === 'nyx.gap') return make(type, data, id)
  if (type === 'nyx.error') {
    const { code, requestId } = Object(data)
    return report(options, fail(target, 'STREAM_FAILED', code, { requestId, cause: data }))
  }
  return unknown === 'yield' ? make('nyx.unknown', { type, data: text }, id) : undefined
}

function make(type: string, data: unknown, id: string | undefined): StreamEvent {
  return id == null ? { type, data } : { type, data, id }
}

// Apart from `convert`, which runs for every event and pays for each closure in it.
function later(
  ...[options, target, type, text, id, data, result]: [
    ...Parameters<typeof convert>,
    unknown,
    Promise<SchemaResult<unknown>>,
  ]
): Promise<Made> {
  return result.then(
    (late) => judge(options, target, type, text, id, data, late),
    (cause) => fail(target, 'INVALID_EVENT', type, { cause }),
  )
}

function judge(
  options: ClientOptions,
  target: StreamEndpoint,
  type: string,
  text: string,
  id: string | undefined,
  data: unknown,
  result: SchemaResult<unknown>,
): Made {
  if (!result.issues) return make(type, result.value, id)
  const { invalid } = target.def
  const error = fail(target, 'INVALID_EVENT', type, result)
  if (options.validate === 'warn') return report(options, error) && make(type, data, id)
  if (invalid === 'yield') return make('nyx.invalid', { type, data: text, error }, id)
  if (invalid !== 'skip') return report(options, error)
}
