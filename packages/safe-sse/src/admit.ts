import type { Connection } from './connection.ts'
import { mistake } from './errors.ts'
import type { Group } from './group.ts'
import { decodeLastEventId } from './last-event-id.ts'
import { runFor } from './run.ts'
import type { Producer, SseOptions } from './types.ts'

/** What every event stream says of itself. `no-transform` and `x-accel-buffering` keep proxies from holding it back. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

/** Those and a handler's own, which may replace all but the content type. */
function headersOf(own: HeadersInit): Headers {
  const headers = new Headers(own)
  headers.delete('content-type')
  for (const name in HEADERS) headers.has(name) || headers.set(name, HEADERS[name]!)
  return headers
}

/** What would hurt only later, and then at each connection, is said at once. */
function checkOptions(options: SseOptions): void {
  for (const [name, value = 0] of Object.entries({ ...options, ...options.buffer })) {
    // Refuses NaN and text too; false, which is none, counts as 0.
    if (/^(heart|stall|max)/.test(name) && !((value as number) >= 0))
      mistake('INVALID_OPTION', `${name} is ${value}. Use a number from 0.`)
  }
}

/** What a request gets: an answer, and with it a stream or none. */
export interface Answer<C> {
  readonly status: number
  readonly headers?: HeadersInit
  readonly connection_?: C
}

/** Decides what a request gets. */
export function admit<C extends Connection>(
  group: Group,
  method: string | undefined,
  header: (name: string) => string | null | undefined,
  produce: Producer,
  options: SseOptions,
  Kind: new (...args: ConstructorParameters<typeof Connection>) => C,
): Answer<C> {
  checkOptions(options)
  const headers = options.headers ? headersOf(options.headers) : HEADERS
  if (method === 'HEAD') return { status: 200, headers }
  const { draining_, connections_, limits_ } = group
  if (draining_ || connections_.size >= (limits_.maxConnections ?? Infinity)) {
    group.refused_++
    return { status: 503, headers: { 'retry-after': `${limits_.retryAfter ?? 5}` } }
  }
  const lastEventId = decodeLastEventId(header('last-event-id'))
  const requestId = options.requestId ?? /^[\w.:-]{1,128}$/.exec(header('x-request-id') ?? '')?.[0]
  const run = options.run && runFor(group, options, lastEventId, produce)
  if (run?.clients_.size && run.options_.run!.whenLive === 'refuse') return { status: 409 }
  // It is over, and this client has had all of it.
  if (run?.reason_ && lastEventId && run.log_.at(-1)?.id_ === lastEventId) return { status: 204 }
  const connection = new Kind(options, lastEventId, requestId, group, run ? undefined : produce).open_()
  run?.join_(connection)
  return { status: 200, headers, connection_: connection }
}
