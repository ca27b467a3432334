import type { EventSourceMessage } from 'eventsource-parser'
import { report } from './attempt.ts'
import { fail } from './prepare.ts'
import type { AnySchema, SchemaResult } from './standard.ts'
import type { StreamEndpoint, StreamEvent } from './stream-types.ts'
import type { ClientOptions } from './types.ts'

/** What became of an event: what the stream yields, or nothing. */
export type Made = StreamEvent | undefined | Promise<StreamEvent | undefined>

/**
 * Makes of an event as it came what a stream yields: itself with its data parsed and checked, or a `nyx.` event;
 * undefined where it is passed over, and a promise only where a schema needs one. It throws what ends the stream:
 * `nyx.error`, and data that does not fit unless the contract says otherwise. `onFinal` is told of a final event before.
 *
 * It runs for every event: nothing but the event is made on the way.
 */
export function converter(
  options: ClientOptions,
  target: StreamEndpoint,
  onFinal: (final: true) => void,
): (event: EventSourceMessage) => Made {
  const { events, invalid } = target.def
  const { validate } = options
  const names = Object.keys(events)
  let schema: AnySchema | undefined
  let isFinal: boolean | undefined
  let type: string

  return function convert(event: EventSourceMessage, late?: SchemaResult<unknown>): Made {
    const { event: name = 'message', id, data: text } = event
    // Most events are called as the one before. The contract's own string is quick to compare with, also for the reader;
    // one fresh from the wire is not, once it has been looked up.
    if (name !== type) {
      // Not every name is one of the contract's: `constructor` is a name that every object knows.
      type = names[names.indexOf(name)]!
      schema = events[type]
      isFinal = target.def.final?.includes(name)
    }
    if (isFinal) onFinal(true)
    let data: unknown = text
    try {
      if (target.def.format !== 'text' || !schema) data = JSON.parse(text)
    } catch {
      // Text such as `[DONE]`: a string, for the schema to judge.
    }
    if (schema) {
      if (validate === 'off') return make(type, data, id)
      const result = late ?? schema['~standard'].validate(data)
      // Other events may come by before it is known: it starts over with what it then knows.
      if ('then' in result) return result.then((late) => convert(event, late))
      if (!result.issues) return make(type, result.value, id)
      const error = fail(target, 'INVALID_EVENT', type, result)
      if (validate === 'warn') return report(options, error) && make(type, data, id)
      if (invalid === 'yield') return make('nyx.invalid', { type, error, data: text }, id)
      if (invalid === 'skip') return
      throw error
    }
    if (name === 'nyx.gap') return make(name, data, id)
    if (name === 'nyx.error') {
      // Of whatever form it came.
      const said = data as { code: string; requestId: string }
      throw fail(target, 'STREAM_FAILED', said?.code, { cause: data, requestId: said?.requestId })
    }
    if (target.def.unknown === 'yield') return make('nyx.unknown', { type: name, data: text }, id)
  }
}

function make(type: string, data: unknown, id: string | undefined): StreamEvent {
  return id == null ? { type, data } : { type, data, id }
}
