import type { EventSourceMessage } from 'eventsource-parser'
import { attempt, report, toClientError, transient } from './attempt.ts'
import { converter } from './convert.ts'
import { ClientError } from './errors.ts'
import { createDecoder } from './events.ts'
import { type Fuse, fuse } from './fuse.ts'
import { fail, type Given, type Prepared, prepare } from './prepare.ts'
import { backoff } from './retry.ts'
import type { EventStream, StreamEndpoint, StreamEvent, StreamOptions } from './stream-types.ts'
import { timeouts } from './timeouts.ts'
import type { Core } from './types.ts'

type Result = IteratorResult<StreamEvent, undefined>

/**
 * Opens a stream, and opens it again for as long as it can be resumed. Events are read when they are asked for, so
 * that a slow reader holds the server up; nothing is sent before the first `next`.
 */
export function open(
  core: Core,
  target: StreamEndpoint,
  given: Given & StreamOptions = {},
): EventStream<StreamEvent> {
  const { attempts = 10, maxDelay = 30_000, minDelay = 500, stableAfter = 5_000 } = { ...given.reconnect }
  const { signal, lastEventId = '' } = given
  const hasEnd = target.def.final?.[0]
  let lastId = lastEventId
  // Ids of earlier connections, of which the newest are kept; within one connection events may share an id.
  const ids = [lastEventId]
  let known: Set<string> | undefined
  let count = 0
  // What a chunk brought and was not asked for yet, the last one first.
  const queue: EventSourceMessage[] = []
  let delivered = lastEventId
  let request: Prepared | undefined
  let connection: Fuse | undefined
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  let decode: (bytes: Uint8Array) => void
  let filling: Promise<unknown> | undefined
  let opened: number
  let retry = 0
  let failures = 0
  let received: boolean | undefined
  let ended: boolean | undefined
  let woken: boolean | undefined
  const unwake = given.wake?.(() => {
    woken = true
    connection?.blow_()
  })

  /** Lets go of the connection. Where the body does not heed the signal, the reader does. */
  const leave = () => {
    connection?.blow_()
    reader?.cancel().catch(() => {})
    reader = undefined
  }
  const end = (final?: true) => {
    if (ended) return
    ended = true
    unwake?.()
    // After a final event most servers end the body. Where that comes soon, the connection serves the next request.
    if (final) connection!.guard_(100, () => reader!.read()).then(leave, leave)
    else leave()
  }
  const convert = converter(core, target, end)

  /** Receives something: a connection, a chunk of events, or the end. Throws where nothing more can be had. */
  const fill = async () => {
    let asked = 0
    let failure: ClientError | undefined
    try {
      if (reader) {
        const { value } = await connection!.guard_((given.idleTimeout ?? 45_000) || Infinity, () =>
          reader!.read(),
        )
        if (value) {
          decode(value)
          queue.reverse()
          return
        }
      } else {
        woken = false
        opened = Infinity
        if (ids[0] && given.dedupe !== false) known = new Set(ids)
        connection = fuse(target, signal)
        const { status, headers, body } = await connection.guard_(
          timeouts(given, core).attempt,
          async (own) => {
            request ??= await prepare(core, target, given)
            return attempt(core, target, request, failures + 1, own, {
              accept: 'text/event-stream',
              'last-event-id': toBytes(lastId),
            })
          },
        )
        if (status !== 204) {
          const type = headers.get('content-type')
          if (status !== 200 || !/^text\/event-stream\s*(;|$)/i.test(type!)) {
            throw fail(target, 'INVALID_RESPONSE', `${status} ${type}`)
          }
          opened = Date.now()
          decode = createDecoder({
            maxBufferSize: given.maxEventSize ?? 1 << 24,
            onEvent: (event) => queue.push(event),
            onId: (id) => {
              lastId = id
            },
            onRetry: (ms) => {
              retry = ms
            },
            // Of its errors, the one that ends the stream is `max-buffer-size-exceeded`.
            onError: ({ type }) => {
              if (type[0] === 'm') throw fail(target, 'INVALID_EVENT', 'maxEventSize')
            },
          })
          given.onOpen?.(headers)
          reader = body!.getReader()
          return
        }
        // Nothing more will come: the end, or, where a final event is due, as if all attempts were spent.
        if (!hasEnd) end()
        failures = attempts
      }
    } catch (error) {
      failure = toClientError(target, error, signal)
      asked = transient(failure)
    }
    leave()
    if (ended) return
    if (asked < 0) throw failure
    if (Date.now() - opened >= stableAfter) failures = 0
    // Without an id, starting over would bring events twice, which only a stream without an end may do.
    const safe = !received || lastId
    if (
      ++failures > attempts ||
      !(target.method === 'GET' ? (target.def.resume ?? (safe || !hasEnd)) : request?.key_ && safe)
    ) {
      throw fail(target, 'STREAM_INTERRUPTED', 'cut off', { cause: failure })
    }
    // A server may ask for a wait of five minutes at most.
    const floor = Math.min(Math.max(minDelay, retry, asked), 300_000)
    const delay = woken ? 0 : backoff(failures, floor, maxDelay, Math.random(), floor)
    const info = { path: target.path, attempt: failures, delay, cause: failure }
    given.onReconnect?.(info)
    core.hooks?.retry?.(info)
    connection = fuse(target, signal)
    await connection.guard_(delay)
  }

  /** Gives the next event, or all of them to a function: most come in chunks with others and cost no wait. */
  const run = async (callback?: (event: StreamEvent) => unknown): Promise<Result> => {
    try {
      for (;;) {
        if (ended) return close()
        const event = queue.pop()
        if (event) {
          if (signal?.aborted) throw toClientError(target, signal.reason, signal)
          const { id } = event
          if (id) {
            if (known?.has(id)) continue
            ids[count++ & 1023] = id
            failures = 0
          }
          received = true
          let value = convert(event)
          if (value instanceof Promise) value = await value
          if (value) {
            delivered = value.id ?? delivered
            if (!callback) return { done: false, value }
            const wait = callback(value)
            if (wait) await wait
          }
        } else {
          delivered = lastId
          filling ??= fill().finally(() => {
            filling = undefined
          })
          await filling
        }
      }
    } catch (error) {
      end()
      throw error instanceof ClientError ? report(core, error) : error
    }
  }
  const close = async (): Promise<Result> => {
    end()
    return { done: true } as never
  }
  return {
    next: () => run(),
    forEach: run as never,
    return: close,
    close,
    get lastEventId() {
      return delivered
    },
    [Symbol.asyncIterator]() {
      return this
    },
    [Symbol.asyncDispose]: close as () => Promise<never>,
  }
}

/**
 * An id as a header value: each UTF-8 byte as one character, since a header cannot say more. Not where headers take
 * any text and write it as UTF-8 themselves, as workerd's do.
 */
export function toBytes(id: string): string | undefined {
  try {
    new Headers({ id: '\u0100' })
  } catch {
    id = unescape(encodeURIComponent(id.toWellFormed()))
  }
  return id || undefined
}
