import { Connection, type Sink } from './connection.ts'
import { drive } from './drive.ts'
import { checkRetry } from './encode.ts'
import { mistake } from './errors.ts'
import type { Group } from './group.ts'
import { decodeLastEventId } from './last-event-id.ts'
import { runFor } from './run.ts'
import type { Producer, SseOptions } from './types.ts'

/** What every event stream says of itself. `no-transform` and `x-accel-buffering` keep proxies from holding it back. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

/** Those and a handler's own, which may replace all but the content type. */
export function headersOf(own: HeadersInit): Headers {
  const headers = new Headers(own)
  for (const [name, value] of Object.entries(HEADERS)) {
    if (name === 'content-type' || !headers.has(name)) headers.set(name, value)
  }
  return headers
}

/** What would hurt only later, and then at each connection, is said at once. */
function checkOptions({ heartbeat, stallTimeout, maxAge, retry, buffer, run }: SseOptions): void {
  const numbers = {
    heartbeat,
    stallTimeout,
    maxAge,
    maxBytes: buffer?.maxBytes,
    graceMs: run ? (run.graceMs ?? Number.NaN) : 0,
  }
  for (const [name, value = 0] of Object.entries(numbers)) {
    // Refuses NaN and text too; false, which is none, counts as 0.
    if (!(Number(value) >= 0)) mistake('INVALID_OPTION', `${name} is ${value}. Use a number from 0.`)
  }
  if (retry !== undefined) checkRetry(retry)
}

/** An answer without a stream. */
export interface Refusal {
  readonly status: 200 | 204 | 409 | 503
  readonly headers: Readonly<Record<string, string>>
}

/** What a platform knows of a request. */
export interface Arrival {
  readonly method: string
  readonly header: (name: string) => string | null | undefined
}

/** Decides what a request gets: an answer without a stream, or a connection on a sink. */
export function admit(
  group: Group,
  { method, header }: Arrival,
  produce: Producer,
  options: SseOptions,
): Refusal | ((sink: Sink) => Connection) {
  checkOptions(options)
  if (method === 'HEAD') return { status: 200, headers: HEADERS }
  if (!group.admit()) {
    return { status: 503, headers: { 'retry-after': String(group.limits.retryAfter ?? 5) } }
  }
  const lastEventId = decodeLastEventId(header('last-event-id'))
  const run = options.run && runFor(group, produce, options, lastEventId)
  if (run?.refuses) return { status: 409, headers: {} }
  if (run?.isSpent(lastEventId)) return { status: 204, headers: {} }
  const asked = header('x-request-id') ?? ''
  const requestId = options.requestId ?? (/^[\w.:-]{1,128}$/.test(asked) ? asked : undefined)
  return (sink) => {
    const connection = new Connection(sink, group, options, lastEventId, requestId)
    if (run) run.join(connection)
    else connection.onStart = () => drive(connection, produce)
    return connection
  }
}
