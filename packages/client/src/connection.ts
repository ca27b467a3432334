import { attempt, report, toClientError, transient } from './attempt.ts'
import { convert } from './convert.ts'
import type { ClientError } from './errors.ts'
import { createDecoder } from './events.ts'
import { burn, type Fuse, fuse } from './fuse.ts'
import { fail, type Given, type Prepared, prepare } from './prepare.ts'
import { backoff } from './retry.ts'
import type { EventStream, StreamEndpoint, StreamEvent, StreamOptions } from './stream-types.ts'
import { timeouts } from './timeouts.ts'
import type { Core } from './types.ts'

type Result = IteratorResult<StreamEvent, undefined>
/** What `convert` makes of an event. */
type Made = NonNullable<ReturnType<typeof convert>>

/**
 * Opens a stream, and opens it again for as long as it can be resumed. Events are read when they are asked for, so
 * that a slow reader holds the server up; nothing is sent before the first `next`.
 */
export function open(
  core: Core,
  target: StreamEndpoint,
  given: Given & StreamOptions,
): EventStream<StreamEvent> {
  const { attempts = 10, minDelay = 500, maxDelay = 30_000, stableAfter = 5_000 } = given.reconnect ?? {}
  const { lastEventId = '', signal } = given
  const { options } = core
  const { method, path, def } = target
  const { final = [] } = def
  const life = fuse(target, signal)
  const state = { lastEventId }
  // Ids of earlier connections, of which the newest are kept; within one connection events may share an id.
  let known: Set<string>
  const ids: string[] = []
  let count = 0
  const queue: Made[] = []
  let head = 0
  let delivered = lastEventId
  let request: Prepared | undefined
  let connection: Fuse = life
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  let decode: (bytes: Uint8Array) => void
  let filling: Promise<void> | undefined
  let opened: number
  let retry = 0
  let failures = 0
  let received: boolean | undefined
  let over: boolean | undefined
  let ended: boolean | undefined
  let woken: boolean | undefined
  const unwake = given.wake?.(() => {
    woken = true
    connection.abort()
  })

  const end = () => {
    ended = true
    life.clear()
    unwake?.()
  }

  const push = (type: string, data: string, id: string | undefined) => {
    // Nothing comes after a final event.
    if (over) return
    if (id) {
      if (given.dedupe !== false && known.has(id)) return
      ids[count++ % 1000] = id
      failures = 0
    }
    received = true
    const made = convert(options, target, type, data, id)
    over = final.includes(type) || made instanceof Error
    if (made) queue.push(made)
  }

  const connect = async () => {
    request ??= await prepare(core, target, given)
    opened = Infinity
    woken = false
    known = new Set(ids)
    const { status, headers, body } = await attempt(core, request, failures + 1, connection.signal, {
      accept: 'text/event-stream',
      'last-event-id': toBytes(state.lastEventId),
    })
    if (status === 204) return
    const type = headers.get('content-type') ?? ''
    if (status !== 200 || !body || !/^text\/event-stream\s*(;|$)/i.test(type)) {
      throw fail(target, 'INVALID_RESPONSE', `${status} ${type} is not text/event-stream`)
    }
    opened = Date.now()
    decode = createDecoder(state, push, {
      maxBufferSize: given.maxEventSize ?? 1 << 24,
      onRetry: (ms) => {
        retry = ms
      },
      onError: ({ type }) => {
        if (/max/.test(type)) throw fail(target, 'INVALID_EVENT', 'over maxEventSize')
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
        connection.arm(given.idleTimeout ?? 45_000)
        const { value } = await reader.read()
        connection.arm(0)
        connection.signal.throwIfAborted()
        if (value) {
          decode(value)
          // The socket is free before the final event is handed out.
          return over ? end() : undefined
        }
      } else {
        connection = fuse(target, life.signal)
        connection.arm(timeouts(given.timeout ?? options.timeout).attempt)
        reader = await Promise.race([connection.cut, connect()])
        // Where the body does not heed the signal, the reader does.
        connection.signal.addEventListener('abort', () => reader?.cancel().catch(() => {}))
        if (reader) return
        if (!final[0]) return end()
        over = true
      }
    } catch (error) {
      failure = toClientError(target, error, life.signal)
      asked = transient(failure)
    }
    connection.clear()
    reader = undefined
    if (ended) return
    if (Date.now() - opened >= stableAfter) failures = 0
    // Without an id, starting over would bring events twice, which only a stream without an end may do.
    const safe = !received || state.lastEventId
    const resumable = method === 'GET' ? (def.resume ?? (safe || !final[0])) : request?.key && safe
    if (asked < 0 || over || !resumable || ++failures > attempts) {
      end()
      throw report(
        options,
        asked < 0 ? failure! : fail(target, 'STREAM_INTERRUPTED', 'cut off', { cause: failure }),
      )
    }
    // A server may ask for a wait of five minutes at most.
    const floor = Math.min(Math.max(minDelay, retry, asked), 300_000)
    const delay = woken ? 0 : backoff(failures, floor, maxDelay, Math.random(), floor)
    const info = { path, attempt: failures, delay, cause: failure }
    given.onReconnect?.(info)
    options.hooks?.retry?.(info)
    connection = fuse(target, life.signal)
    await burn(connection, delay)
  }

  const deliver = (made: Awaited<Made>): Promise<Result> => {
    if (!made) return next()
    if (made instanceof Error) return close().then(() => Promise.reject(made))
    delivered = made.id ?? delivered
    return Promise.resolve({ done: false, value: made })
  }
  const take = (): Promise<Result> => {
    const made = queue[head++]!
    return made instanceof Promise ? made.then(deliver) : deliver(made)
  }
  const isReady = () => head < queue.length && !signal?.aborted
  const pull = async (): Promise<Result> => {
    while (!isReady()) {
      if (head < queue.length) throw toClientError(target, signal!.reason, signal)
      if (ended) return close()
      queue.length = head = 0
      delivered = state.lastEventId
      filling ??= fill().finally(() => {
        filling = undefined
      })
      await filling
    }
    return take()
  }
  // Most events come in chunks with others and need no wait; an async generator would take three for each.
  const next = () => (isReady() ? take() : pull())
  const close = async (): Promise<Result> => {
    queue.length = head = 0
    end()
    return { done: true, value: undefined }
  }
  return {
    next,
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
