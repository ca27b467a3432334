import { mistake } from './errors.ts'
import type { WireEvent } from './types.ts'

const utf8 = new TextEncoder()

/** What a silent stream says, and what a new one starts with, so that headers leave before the first event. */
export const PING: Uint8Array<ArrayBuffer> = utf8.encode(':\n\n')

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
  if (id !== undefined) {
    if (breaksLine(id))
      mistake('INVALID_ID', `The id ${JSON.stringify(id)} holds CR, LF or NUL. Remove them.`)
    block += `id: ${id}\n`
  }
  if (type !== undefined && type !== 'message') {
    if (!type || breaksLine(type))
      mistake(
        'INVALID_EVENT_NAME',
        `The name ${JSON.stringify(type)} is empty or holds CR, LF or NUL. Remove them.`,
      )
    block += `event: ${type}\n`
  }
  if (retry !== undefined) block += `retry: ${checkRetry(retry)}\n`
  if (text !== undefined) block += prefixLines('data: ', text)
  else if (type !== undefined || data !== undefined) block += `data: ${toJson(data)}\n`
  return utf8.encode(`${block}\n`)
}

/** Only whole milliseconds are a valid `retry`; clients ignore anything else. */
export function checkRetry(retry: number): number {
  if (Number.isSafeInteger(retry) && retry >= 0) return retry
  return mistake('INVALID_RETRY', `retry is ${retry}. Use whole milliseconds from 0.`)
}

/** No data is null; what JSON leaves out (a function, a symbol) would be lost without a word. */
function toJson(data: unknown = null): string {
  let cause: unknown
  try {
    const json = JSON.stringify(data)
    if (json) return json
  } catch (error) {
    cause = error
  }
  return mistake(
    'INVALID_DATA',
    'The data is no JSON value. Convert BigInts, remove cycles and functions.',
    cause,
  )
}

function breaksLine(field: string): boolean {
  return field.includes('\n') || field.includes('\r') || field.includes('\0')
}

function prefixLines(prefix: string, text: string): string {
  return `${prefix}${text.replace(/\r\n?|\n/g, `\n${prefix}`)}\n`
}
