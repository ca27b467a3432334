import { admit } from './admit.ts'
import type { Bytes } from './channel.ts'
import { Connection } from './connection.ts'
import { type Group, groupOf } from './group.ts'
import type { CloseReason } from './lifecycle.ts'
import type { EventSchemas, Producer, SseOptions } from './types.ts'
import { WorkerConnection } from './worker.ts'

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
  const { headers, signal, method } = request
  const Kind = options.waitUntil ? WorkerConnection : WebConnection
  const answer = admit<WebConnection | WorkerConnection>(
    group,
    method,
    (name) => headers.get(name),
    produce,
    options,
    Kind,
  )
  const { connection } = answer
  const response = new Response(connection?.body() ?? null, answer)
  if (signal) connection?.follow_(signal)
  return response
}

/** A client whose connection is the source of a ReadableStream: nothing is enqueued that was not asked for. */
class WebConnection extends Connection {
  #controller: ReadableStreamDefaultController | undefined

  /** The body of the response. With a mark of 0 pull means that somebody reads; the queue is the connection's own. */
  body(): ReadableStream {
    return new ReadableStream(this, { highWaterMark: 0 })
  }

  start(controller: ReadableStreamDefaultController): void {
    this.#controller = controller
  }

  pull(): void {
    this.ready_()
  }

  cancel(): void {
    this.end_('client-left')
  }

  write_(chunk: Bytes): boolean {
    try {
      this.#controller!.enqueue(chunk)
    } catch {
      this.cancel()
    }
    return false
  }

  finish_(): void {
    this.cut_('closed')
    this.end_('flushed')
  }

  cut_(reason: CloseReason): void {
    try {
      // A client that left needs no error, and frameworks would log it.
      if (reason === 'stalled' || reason === 'overflow')
        this.#controller!.error(new Error(`The event stream ended: ${reason}`))
      else this.#controller!.close()
    } catch {}
  }
}
