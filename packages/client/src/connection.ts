import type { EventSourceMessage } from 'eventsource-parser'
import { attempt, report, toClientError, transient } from './attempt.ts'
import { converter, type Made } from './convert.ts'
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
 * An id as a header value: each UTF-8 byte as one character, since a header cannot say more. Not where headers take
 * any text and write it as UTF-8 themselves, as workerd's do.
 */
export function toBytes(id: string): string | undefined {
  if (!id) return
  try {
    new Headers({ id: '\u0100' })
  } catch {
    id = unescape(encodeURIComponent(id.toWellFormed()))
  }
  return id
}

/**
 * Opens a stream, and opens it again for as long as it can be resumed. Events are read when they are asked for, so
 * that a slow reader holds the server up; nothing is sent before the first `next`.
 */
export function open(
  core: Core,
  target: StreamEndpoint,
  given: Given & StreamOptions = {},
): EventStream<StreamEvent> {
  const { stableAfter = 5_000, maxDelay = 30_000, attempts = 10, minDelay = 500 } = { ...given.reconnect }
  const { signal, lastEventId = '' } = given
  const hasEnd = target.def.final?.[0]
  // What a chunk brought and was not asked for yet, the last one first.
  const queue: EventSourceMessage[] = []
  let count = 0
  // Ids of the newest events, for the next connection to know them by; within one connection events may share an id.
  const ids: (string | undefined)[] = [lastEventId]
  let lastId = lastEventId
  let known: Set<string | undefined> | undefined
  let delivered = lastId
  let decode: (bytes: Uint8Array) => void
  let failures = 0
  let ended: boolean | undefined
  let retry = 0
  let filling: Promise<unknown> | undefined
  let connection: Fuse | undefined
  let woken: boolean | undefined
  let opened: number
  let request: Prepared | undefined
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
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
  const close = async (): Promise<Result> => {
    end()
    return { done: true } as never
  }

  /**
   * Gives what was taken, or what comes next; with a function, all of it to that: most come in chunks with others and
   * cost no wait.
   */
  const run = async (callback?: (event: StreamEvent) => unknown, value?: Made): Promise<Result> => {
    try {
      for (;;) {
        value ??= take()
        while (value && 'then' in value) value = (await value) ?? take()
        if (value) {
          const result = give(value)
          if (!callback) return result
          const wait = callback(value)
          if (wait) await wait
          value = undefined
        } else if (ended) return close()
        else {
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

  /** Makes what is to be handed out of what has come. Undefined where nothing has, or where it has ended. */
  const take = (): Made => {
    while (!ended && queue[0]) {
      if (signal?.aborted) throw toClientError(target, signal.reason, signal)
      const value = convert(queue.pop()!)
      if (value) return value
    }
  }

  const give = (value: StreamEvent): Result => {
    delivered = value.id ?? delivered
    return { done: false, value }
  }

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
        if (given.dedupe !== false && (count || lastId)) known = new Set(ids)
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
            onEvent: (event) => {
              const { id } = event
              if (id) {
                if (known?.has(id)) return
                failures = 0
              }
              ids[count++ & 1023] = id
              queue.push(event)
            },
            onRetry: (ms) => {
              retry = ms
            },
            onId: (id) => {
              lastId = id
            },
            maxBufferSize: given.maxEventSize ?? 1 << 24,
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
    const safe = !count || lastId
    if (
      ++failures > attempts ||
      !(target.method === 'GET' ? (target.def.resume ?? (safe || !hasEnd)) : request?.key_ && safe)
    ) {
      throw fail(target, 'STREAM_INTERRUPTED', 'ended', { cause: failure })
    }
    // A server may ask for a wait of five minutes at most.
    const floor = Math.min(Math.max(minDelay, retry, asked), 300_000)
    const delay = woken ? 0 : backoff(failures, floor, maxDelay, Math.random(), floor)
    const info = { attempt: failures, path: target.path, cause: failure, delay }
    given.onReconnect?.(info)
    core.hooks?.retry?.(info)
    connection = fuse(target, signal)
    await connection.guard_(delay)
  }

  return {
    close,
    [Symbol.asyncIterator]() {
      return this
    },
    // Not `run` itself: what else a caller gives, as to an array's forEach, is no event.
    forEach: (callback) => run(callback) as Promise<never>,
    next: () => {
      // Most events are there when they are asked for, and an async function costs more than all that is done to them.
      let value: Made
      try {
        value = take()
      } catch (error) {
        value = Promise.reject(error)
      }
      return (value as StreamEvent | undefined)?.type
        ? Promise.resolve(give(value as StreamEvent))
        : run(undefined, value)
    },
    get lastEventId() {
      return delivered
    },
    return: close,
    [Symbol.asyncDispose]: close as () => Promise<never>,
  }
}
