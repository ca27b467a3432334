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
  const { attempts = 10, minDelay = 500, maxDelay = 30_000, stableAfter = 5_000 } = { ...given.reconnect }
  const { lastEventId = '', signal } = given
  const { method, path, def } = target
  const hasEnd = def.final?.[0]
  let lastId = lastEventId
  // Ids of earlier connections, of which the newest are kept; within one connection events may share an id.
  const ids = [lastEventId]
  let known: Set<string> | undefined
  let count = 0
  // What a chunk brought; `head` is the first that was not asked for yet.
  let queue: EventSourceMessage[] = []
  let head = 0
  let delivered = lastEventId
  let request: Prepared | undefined
  let connection: Fuse | undefined
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  let decode: (bytes: Uint8Array) => void
  let filling: Promise<void> | undefined
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
  const drop = (final?: true) => {
    const last = connection
    const rest = reader
    const leave = () => {
      last?.blow_()
      rest?.cancel().catch(() => {})
    }
    connection = reader = undefined
    // After a final event most servers end the body. Where that comes soon, the connection serves the next request.
    if (final) last!.guard_(100, () => rest!.read()).then(leave, leave)
    else leave()
  }
  const end = (final?: true) => {
    if (!ended) unwake?.()
    ended = true
    queue = []
    drop(final)
  }
  const convert = converter(core, target, end)

  const connect = async (signal: AbortSignal) => {
    request ??= await prepare(core, target, given)
    opened = Infinity
    woken = false
    if (ids[0] && given.dedupe !== false) known = new Set(ids)
    const { status, headers, body } = await attempt(core, target, request, failures + 1, signal, {
      accept: 'text/event-stream',
      'last-event-id': toBytes(lastId),
    })
    // One that took too long has another in its place.
    signal.throwIfAborted()
    if (status === 204) return
    const type = headers.get('content-type')
    if (status !== 200 || !body || !/^text\/event-stream\s*(;|$)/i.test(type!)) {
      throw fail(target, 'INVALID_RESPONSE', `${status} ${type} is not text/event-stream`)
    }
    opened = Date.now()
    decode = createDecoder({
      onEvent: (event) => queue.push(event),
      onId: (id) => {
        lastId = id
      },
      maxBufferSize: given.maxEventSize ?? 1 << 24,
      onRetry: (ms) => {
        retry = ms
      },
      // Of its errors, the one that ends the stream is `max-buffer-size-exceeded`.
      onError: ({ type }) => {
        if (type[0] === 'm') throw fail(target, 'INVALID_EVENT', 'over maxEventSize')
      },
    })
    given.onOpen?.(headers)
    return body.getReader()
  }

  /** Receives something: a connection, a chunk of events, or the end. Throws where nothing more can be had. */
  const fill = async () => {
    let failure: ClientError | undefined
    let asked = 0
    try {
      if (reader) {
        const { value } = await connection!.guard_(given.idleTimeout ?? 45_000, () => reader!.read())
        if (value) return decode(value)
      } else {
        connection = fuse(target, signal)
        reader = await connection.guard_(timeouts(given, core).attempt, connect)
        if (reader) return
        if (!hasEnd) return end()
        failures = attempts
      }
    } catch (error) {
      failure = toClientError(target, error, signal)
      asked = transient(failure)
    }
    drop()
    if (ended) return
    if (asked < 0) throw failure
    if (Date.now() - opened >= stableAfter) failures = 0
    // Without an id, starting over would bring events twice, which only a stream without an end may do.
    const safe = !received || lastId
    if (
      ++failures > attempts ||
      !(method === 'GET' ? (def.resume ?? (safe || !hasEnd)) : request?.key_ && safe)
    ) {
      throw fail(target, 'STREAM_INTERRUPTED', 'cut off', { cause: failure })
    }
    // A server may ask for a wait of five minutes at most.
    const floor = Math.min(Math.max(minDelay, retry, asked), 300_000)
    const delay = woken ? 0 : backoff(failures, floor, maxDelay, Math.random(), floor)
    const info = { path, attempt: failures, delay, cause: failure }
    given.onReconnect?.(info)
    core.hooks?.retry?.(info)
    connection = fuse(target, signal)
    await connection.guard_(delay || 1).catch(() => {})
  }

  /** The next event of those that are here; undefined where none is left, or it is passed over. */
  const take = () => {
    while (head < queue.length) {
      if (signal?.aborted) throw toClientError(target, signal.reason, signal)
      const event = queue[head++]!
      const { id } = event
      if (id) {
        if (known?.has(id)) continue
        ids[count++ & 1023] = id
        failures = 0
      }
      received = true
      const made = convert(event)
      if (made) return made
    }
  }

  /** Gives the next event, or all of them to a function: most come in chunks with others and cost no wait. */
  const run = async (callback?: (event: StreamEvent) => unknown): Promise<Result> => {
    try {
      for (;;) {
        const made = take()
        const value = made instanceof Promise ? await made : made
        if (value) {
          delivered = value.id ?? delivered
          if (!callback) return { done: false, value }
          const wait = callback(value)
          if (wait) await wait
        } else if (ended) return close()
        else if (head >= queue.length) {
          queue = []
          head = 0
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
    return { done: true, value: undefined }
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
  if (!id) return
  try {
    new Headers({ id: '\u0100' })
    return id
  } catch {
    return String.fromCharCode(...new TextEncoder().encode(id))
  }
}
