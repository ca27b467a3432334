import { admit } from './admit.ts'
import type { Bytes } from './channel.ts'
import { Connection } from './connection.ts'
import { type Group, groupOf } from './group.ts'
import { type Input, OVER } from './lifecycle.ts'
import type { EventSchemas, Producer, SseOptions } from './types.ts'
import { Pipe } from './workerd.ts'

/** The parts of a `Request` that are needed; Next's, Hono's and workerd's fit. */
export interface SseRequest {
  readonly method: string
  readonly headers: { get(name: string): string | null }
  readonly signal?: AbortSignal | null | undefined
}

/**
 * Answers a request with an event stream, in anything that speaks Web `Request` and `Response`.
 *
 * The producer starts when somebody reads. It is an async function, whose return ends the stream, or it
 * returns an async iterable of events, or `stream.closed` if it has only subscribed to something. A client that leaves aborts `stream.signal`, runs what was given to
 * `stream.defer` once, and returns a generator. If the producer throws, the client gets `nyx.error` with a code
 * and a request id, and `onError` the error.
 *
 * Answers without a stream: HEAD (headers only), 503 with `Retry-After` over a limit or while draining, and with
 * `run` 409 (refused) or 204 (nothing left to send: a browser stops reconnecting).
 *
 * @throws {SseError} `INVALID_OPTION` if `run` lacks its key or scope.
 * @example
 * ```ts
 * import { sse } from '@nyxcore/safe-sse'
 *
 * export function GET(request: Request): Response {
 *   return sse(request, async function* (stream) {
 *     for (let n = Number(stream.lastEventId ?? 0) + 1; n <= 10; n++) {
 *       yield { type: 'tick', data: { n }, id: String(n) }
 *     }
 *   })
 * }
 * ```
 */
export function sse<const E extends EventSchemas = EventSchemas>(
  request: SseRequest,
  run: Producer<NoInfer<E>>,
  options?: SseOptions<E>,
): Response {
  return respond(groupOf(), request, run as unknown as Producer, (options ?? NONE) as SseOptions)
}

/**
 * The answer that makes browsers and the nyxcore client stop reconnecting: 204, no content.
 *
 * @example
 * ```ts
 * import { sse, stopReconnecting } from '@nyxcore/safe-sse'
 *
 * export function GET(request: Request): Response {
 *   if (request.headers.get('last-event-id') === 'last') return stopReconnecting()
 *   return sse(request, async (stream) => void (await stream.send('done', true, { id: 'last' })))
 * }
 * ```
 */
export function stopReconnecting(): Response {
  return new Response(null, { status: 204 })
}

/** One for all who give none: 10,000 streams need no 10,000 empty objects. */
export const NONE: SseOptions = {}

export function respond(group: Group, request: SseRequest, produce: Producer, options: SseOptions): Response {
  const answer = admit(
    group,
    request.method,
    (name) => request.headers.get(name),
    produce,
    options,
    WebConnection,
  )
  const connection = answer.connection_
  const response = new Response(connection?.body_() ?? null, answer)
  connection?.follow_(request.signal)
  return response
}

/** Does something to a controller, unless that has been closed behind our back. */
export function attempt(
  controller: Pick<ReadableStreamDefaultController, 'enqueue' | 'close' | 'error'> | undefined,
  what: 'enqueue' | 'close' | 'error',
  value?: unknown,
): boolean {
  try {
    controller![what](value)
    return true
  } catch {
    return false
  }
}

/** A client whose connection is the source of a ReadableStream: nothing is enqueued that was not asked for. */
class WebConnection extends Connection {
  private controller_: ReadableStreamDefaultController | undefined

  /** The body of the response. With a mark of 0 pull means that somebody reads; the queue is the connection's own. */
  body_(): ReadableStream {
    const body = new ReadableStream(this, { highWaterMark: 0 })
    const { waitUntil } = this.options_
    if (!waitUntil || !Pipe) return body
    // On workerd no cancel comes, and without `enable_request_signal` no abort. What does come is a write that fails,
    // about two after the client left, as long as `waitUntil` keeps the request alive.
    const { readable, writable } = new Pipe()
    waitUntil(body.pipeTo(writable).catch(() => {}))
    return readable
  }

  pull(controller: ReadableStreamDefaultController): void {
    // Into a pipe the first chunk goes by itself; when the second is asked for, somebody has taken that.
    const early = !this.controller_ && Pipe && this.options_.waitUntil
    this.controller_ = controller
    this.ready_(early)
    // One that was cut before anybody read.
    if (this.phase_ === OVER) this.over_(this.reason_!)
  }

  cancel(): void {
    this.end_('client-left')
  }

  write_(chunk: Bytes): boolean {
    if (!attempt(this.controller_, 'enqueue', chunk)) this.cancel()
    return false
  }

  finish_(): void {
    attempt(this.controller_, 'close')
    this.end_(OVER)
  }

  over_(input: Input): void {
    // A client that left needs no error, and frameworks would log it.
    if (input === 'client-left') attempt(this.controller_, 'close')
    else if (input !== OVER) attempt(this.controller_, 'error', new Error(`The event stream ended: ${input}`))
  }
}
