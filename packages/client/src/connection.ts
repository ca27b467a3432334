import { attempt, discard, sleep, timeouts, toApiError, toClientError } from './attempt.ts'
import { ClientError } from './errors.ts'
import { createDecoder, type WireEvent } from './events.ts'
import type { Given, Prepared } from './prepare.ts'
import { backoff, isRetryable, retryAfter } from './retry.ts'
import type { StreamDef, StreamOptions } from './stream-types.ts'
import type { Core } from './types.ts'

/** What a connection and the iterator over it share. */
export interface Session {
  /** The id of the last event that was received. */
  lastEventId: string
  /** Events arrived, on whichever connection. */
  received: boolean
  readonly control: AbortController
}

const MAX_SERVER_DELAY = 300_000

/** Whether another request may take up where the last one broke off (see {@link StreamDef.resume}). */
export function isResumable(request: Prepared, def: StreamDef, session: Session): boolean {
  const { method } = request.target
  if (method !== 'GET') return !!request.key && (!session.received || !!session.lastEventId)
  return def.resume ?? (!session.received || !!session.lastEventId || !def.final?.length)
}

/**
 * Yields the events of a stream in batches, one a chunk, over as many connections as it takes. It returns where
 * the server says that there is no more (204), and throws where nothing more can be had.
 */
export async function* connect(
  core: Core,
  request: Prepared,
  def: StreamDef,
  given: Given & StreamOptions,
  session: Session,
): AsyncGenerator<WireEvent[], void, undefined> {
  const { attempts = 10, minDelay = 500, maxDelay = 30_000, stableAfter = 5_000 } = given.reconnect ?? {}
  const { label } = request
  const outer = session.control.signal
  const seen = new Set<string>()
  let retry = 0
  let failures = 0
  let steps = 0
  let batch: WireEvent[] = []
  let kick = () => {}
  const unwake = given.wake?.(() => kick())
  try {
    for (let number = 1; ; number++) {
      const control = new AbortController()
      const follow = () => control.abort(outer.reason)
      outer.addEventListener('abort', follow)
      if (outer.aborted) follow()
      let woken = false
      kick = () => {
        woken = true
        control.abort()
      }
      let timer: ReturnType<typeof setTimeout> | undefined
      let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
      let opened = 0
      let cause: unknown
      let asked: number | undefined
      const arm = (ms: number, what: string) => {
        clearTimeout(timer)
        if (!ms) return
        timer = setTimeout(() => {
          cause = new ClientError('TIMEOUT', `${label}: ${what} for ${ms} ms`)
          control.abort(cause)
        }, ms)
      }
      try {
        arm(timeouts(core.options, given)[0], 'no answer')
        const response = await untilAborted(
          control.signal,
          attempt(core, request, number, control.signal, {
            accept: 'text/event-stream',
            'last-event-id': toBytes(session.lastEventId),
          }),
        )
        const { status, headers } = response
        if (status === 204) {
          if (def.final?.length)
            throw new ClientError('STREAM_INTERRUPTED', `${label}: 204 before a final event`)
          return
        }
        if (status !== 200) {
          asked = retryAfter(headers.get('retry-after'), Date.now())
          const error = await untilAborted(control.signal, toApiError(request, response))
          if (!isRetryable(status)) throw error
          throw Object.assign(new Retry(), { cause: error })
        }
        if (!/^text\/event-stream\s*(;|$)/i.test(headers.get('content-type') ?? '') || !response.body) {
          discard(response)
          throw new ClientError(
            'INVALID_RESPONSE',
            `${label}: the answer is ${headers.get('content-type') ?? 'without a type'}, no text/event-stream`,
          )
        }
        opened = Date.now()
        given.onOpen?.(response)
        const decode = createDecoder(
          {
            event: (event) => {
              const { id } = event
              if (id && given.dedupe !== false) {
                if (number > 1 && old.has(id)) return
                seen.add(id)
                if (seen.size > 1024) seen.delete(seen.values().next().value!)
              }
              if (id) failures = steps = 0
              session.received = true
              batch.push(event)
            },
            id: (id) => {
              session.lastEventId = id
            },
            retry: (ms) => {
              retry = Math.min(ms, MAX_SERVER_DELAY)
            },
            tooLong: () => {
              throw new ClientError('INVALID_EVENT', `${label}: an event is longer than maxEventSize allows`)
            },
          },
          session.lastEventId,
          given.maxEventSize ?? 1 << 24,
        )
        // Only ids of earlier connections are duplicates: within one, events may share an id.
        const old = new Set(seen)
        reader = response.body.getReader()
        const { idleTimeout = 45_000 } = given
        for (;;) {
          arm(idleTimeout, 'silence')
          const { done, value } = await untilAborted(control.signal, reader.read())
          clearTimeout(timer)
          if (done) break
          decode(value)
          if (batch.length) {
            const ready = batch
            batch = []
            yield ready
          }
        }
      } catch (error) {
        if (outer.aborted) throw toClientError(label, error, true)
        if (error instanceof ClientError && error !== cause) throw error
        cause ??= error instanceof Retry ? error.cause : toClientError(label, error, false)
      } finally {
        clearTimeout(timer)
        control.abort()
        reader?.cancel().catch(() => {})
        outer.removeEventListener('abort', follow)
      }
      if (opened && Date.now() - opened >= stableAfter) failures = steps = 0
      failures++
      if (!isResumable(request, def, session) || failures > attempts) {
        throw new ClientError(
          'STREAM_INTERRUPTED',
          `${label}: the stream ended before it was complete and ${failures > attempts ? `${attempts} attempts did not bring it back` : 'cannot be resumed'}`,
          { cause },
        )
      }
      const floor = Math.max(minDelay, retry, Math.min(asked ?? 0, MAX_SERVER_DELAY))
      const delay = woken ? 0 : backoff(++steps, floor, Math.max(maxDelay, floor), Math.random(), floor)
      given.onReconnect?.({ attempt: failures, delay, cause })
      core.options.hooks?.retry?.({ path: request.target.path, attempt: failures, delay, cause })
      const rest = new AbortController()
      kick = () => rest.abort()
      outer.addEventListener('abort', kick)
      await sleep(delay, rest.signal).catch(() => {})
      outer.removeEventListener('abort', kick)
      if (outer.aborted) throw toClientError(label, outer.reason, true)
    }
  } finally {
    unwake?.()
  }
}

/** A status that says "later". */
class Retry extends Error {}

/** Follows a promise until the signal fires: a fetch or a body that does not heed it must not hold the stream. */
function untilAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** An id as a header value: each UTF-8 byte as one character, since a header cannot say more. */
export function toBytes(id: string): string | undefined {
  return id ? String.fromCharCode(...new TextEncoder().encode(id)) : undefined
}
