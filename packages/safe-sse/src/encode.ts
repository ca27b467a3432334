import { mistake, type SseErrorCode } from './errors.ts'
import type { WireEvent } from './types.ts'

export const utf8: TextEncoder = new TextEncoder()

/**
 * Encodes one event as the bytes of an event stream block (WHATWG HTML, section 9.2.6).
 *
 * `data` is any JSON value and is written as JSON; `text` is written as it stands, split on LF, CR and
 * CRLF, so that no value can forge a field or another event. Lone surrogates never become broken UTF-8.
 * Encode once to send one event to many streams with `sendEncoded`.
 *
 * @throws {SseError} `INVALID_EVENT_NAME`, `INVALID_ID` (CR, LF or NUL in it), `INVALID_RETRY` (not a whole
 *   number of milliseconds from 0) or `INVALID_DATA` (no JSON: a BigInt, a cycle, a function).
 * @example
 * ```ts
 * import { encodeEvent } from '@nyxcore/safe-sse'
 *
 * const bytes = encodeEvent({ type: 'step.started', data: { step: 'scan' }, id: '41' })
 * new TextDecoder().decode(bytes) // 'id: 41\nevent: step.started\ndata: {"step":"scan"}\n\n'
 * ```
 */
export function encodeEvent({ type, data, id, retry, comment, text }: WireEvent): Uint8Array<ArrayBuffer> {
  return utf8.encode(
    `${field('', comment)}${field('id', id, /[\n\r\0]/, 'INVALID_ID')}${field(
      'event',
      type === 'message' ? undefined : type,
      /^$|[\n\r\0]/,
      'INVALID_EVENT_NAME',
    )}${field('retry', retry, /^$|\D/, 'INVALID_RETRY', 'whole milliseconds from 0')}${field('data', text ?? (type === undefined && data === undefined ? undefined : toJson(data)))}\n`,
  )
}

/** No data is null; what JSON leaves out (a function, a symbol) would be lost without a word. */
function toJson(data: unknown = null): string {
  let json: string | undefined
  let options: ErrorOptions | undefined
  try {
    json = JSON.stringify(data)
  } catch (cause) {
    options = { cause }
  }
  return json ?? mistake('INVALID_DATA', 'no JSON. Use no BigInts, cycles and functions.', options)
}

/** A field, one line a line of its value, if there is a value and nothing bad in it. */
function field(
  name: string,
  value: unknown,
  bad?: RegExp,
  code?: SseErrorCode,
  use = 'some text without CR, LF and NUL',
): string {
  if (value === undefined) return ''
  const text = `${value}`
  if (bad?.test(text)) mistake(code!, `${JSON.stringify(text)}. Use ${use}.`)
  return `${name}: ${bad ? text : text.replace(/\r\n?|\n/g, `\n${name}: `)}\n`
}
