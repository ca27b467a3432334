import { mistake, type SseErrorCode } from './errors.ts'
import type { WireEvent } from './types.ts'

const utf8 = new TextEncoder()

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
export function encodeEvent(event: WireEvent): Uint8Array<ArrayBuffer> {
  const { type, data, id, retry, comment, text } = event
  let block = comment === undefined ? '' : prefixLines(': ', comment)
  if (id !== undefined) block += `id: ${id && oneLine('INVALID_ID', id)}\n`
  if (type !== undefined && type !== 'message') block += `event: ${oneLine('INVALID_EVENT_NAME', type)}\n`
  if (retry !== undefined) {
    // Clients ignore anything else.
    if (!/^\d+$/.test(`${retry}`)) mistake('INVALID_RETRY', `${retry}. Use whole milliseconds from 0.`)
    block += `retry: ${retry}\n`
  }
  if (text !== undefined) block += prefixLines('data: ', text)
  else if (type !== undefined || data !== undefined) block += `data: ${toJson(data)}\n`
  return utf8.encode(`${block}\n`)
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
  return json ?? mistake('INVALID_DATA', 'no JSON. Convert BigInts, remove cycles and functions.', options)
}

/** A field's value, if nothing in it can begin another field. */
function oneLine(code: SseErrorCode, value: string): string {
  if (/^$|[\n\r\0]/.test(value))
    mistake(code, `${JSON.stringify(value)}. Use some text without CR, LF and NUL.`)
  return value
}

function prefixLines(prefix: string, text: string): string {
  return `${prefix}${text.replace(/\r\n?|\n/g, `\n${prefix}`)}\n`
}
