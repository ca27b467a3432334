import { utf8 } from './encode.ts'
import type { CloseReason } from './lifecycle.ts'
import { Scope } from './scope.ts'
import { attempt } from './web.ts'

/** What {@link createSafeController} gives. The functions need no `this`, and none throws. */
export interface SafeController {
  /** Enqueues bytes, or text as UTF-8. False if the stream is over. */
  readonly safeEnqueue: (chunk: Uint8Array | string) => boolean
  /** Closes the stream. Closing twice is closing once. */
  readonly safeClose: () => void
  /** Errors the stream, so that the client sees a broken connection and no clean end. */
  readonly safeError: (error: unknown) => void
  /** For the underlying source's `cancel`, which a controller alone cannot see. */
  readonly cancel: (reason?: unknown) => void
  /** Aborts when the stream ends, whatever the reason. */
  readonly signal: AbortSignal
  /** Runs a function when the stream ends, exactly once, last in first out; at once if it has ended. */
  readonly onClose: (cleanup: (reason: CloseReason) => unknown) => void
}

/**
 * Makes a stream controller safe for code that builds its own `ReadableStream`: enqueueing after the client left,
 * closing twice and cancel in any order are no errors. It bounds no memory; `sse` does.
 *
 * @example
 * ```ts
 * import { createSafeController, encodeEvent, type SafeController } from '@nyxcore/safe-sse'
 *
 * export function GET(request: Request): Response {
 *   let safe: SafeController
 *   const body = new ReadableStream({
 *     start(controller) {
 *       safe = createSafeController(controller, { signal: request.signal })
 *       const timer = setInterval(() => safe.safeEnqueue(encodeEvent({ type: 'tick', data: Date.now() })), 1_000)
 *       safe.onClose(() => clearInterval(timer))
 *     },
 *     cancel: (reason) => safe.cancel(reason),
 *   })
 *   return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
 * }
 * ```
 */
export function createSafeController(
  controller: Pick<ReadableStreamDefaultController<Uint8Array>, 'enqueue' | 'close' | 'error'>,
  options: {
    /** The request's signal. */
    readonly signal?: AbortSignal | undefined
    /** Gets what a cleanup threw. Without it, errors become process warnings. */
    readonly onError?: ((error: unknown) => void) | undefined
  } = {},
): SafeController {
  const { signal, onError } = options
  const scope = new Scope({ onError: onError && ((error) => onError(error)) })
  /** Does something to the controller, and ends the scope with a reason, if there is one or the controller refuses. */
  const act = (what: 'enqueue' | 'close' | 'error', reason?: CloseReason, value?: unknown): boolean => {
    if (scope.reason_) return false
    const end = attempt(controller, what, value) ? reason : 'client-left'
    if (end) scope.settle_(end)
    return !end
  }
  const leave = (): unknown => act('close', 'client-left')
  if (signal?.aborted) leave()
  signal?.addEventListener('abort', leave, { signal: scope.signal })
  return {
    safeEnqueue: (chunk) => act('enqueue', undefined, typeof chunk === 'string' ? utf8.encode(chunk) : chunk),
    safeClose: () => void act('close', 'closed'),
    safeError: (error) => void act('error', 'failed', error),
    cancel: () => scope.settle_('client-left'),
    signal: scope.signal,
    onClose: (cleanup) => scope.defer(cleanup),
  }
}
