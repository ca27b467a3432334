import { attempt, toClientError, transient } from './attempt.ts'
import { convert } from './convert.ts'
import type { ClientError } from './errors.ts'
import { createDecoder } from './events.ts'
import { burn, type Fuse, fuse } from './fuse.ts'
import { fail, type Given, type Prepared, prepare } from './prepare.ts'
import { backoff } from './retry.ts'
import type { StreamEndpoint, StreamOptions } from './stream-types.ts'
import { timeouts } from './timeouts.ts'
import type { Core } from './types.ts'

/** What `convert` makes of an event. */
export type Made = NonNullable<ReturnType<typeof convert>>

/** A stream as it stands, over all its connections. */
export interface Line {
  /** The id of the last event that was received. */
  lastEventId: string
  /** Events that wait to be handed out. */
  readonly queue: Made[]
  /** Nothing more will be received. */
  ended: boolean
  /** Ends it: the socket is closed. */
  end(): void
  /** Receives something: a connection, a chunk of events, or the end. Rejects where nothing more can be had. */
  fill(): Promise<void>
}

// The longest wait that a server may ask for.
const longest = 300_000

/** Opens a stream, and opens it again for as long as it can be resumed. Nothing happens before the first `fill`. */
export function connect(core: Core, target: StreamEndpoint, given: Given & StreamOptions): Line {
  const { attempts = 10, minDelay = 500, maxDelay = 30_000, stableAfter = 5_000 } = given.reconnect ?? {}
  const { options } = core
  const { method, path, def } = target
  const { final = [] } = def
  const life = fuse(target, given.signal)
  const seen = new Map<string, number>()
  let request: Prepared | undefined
  let connection: Fuse = life
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  let decode: (bytes: Uint8Array) => void
  let number = 0
  let opened = Infinity
  let received = false
  let over = false
  let retry = 0
  let failures = 0
  let woken = false
  const unwake = given.wake?.(() => {
    woken = true
    connection.abort()
  })

  const push = (type: string, data: string, id: string | undefined) => {
    // Nothing comes after a final event.
    if (over) return
    if (id) {
      // Only ids of earlier connections are duplicates: within one, events may share an id.
      if (given.dedupe !== false && seen.get(id)! < number) return
      seen.set(id, number)
      if (seen.size > 1024) seen.delete(seen.keys().next().value!)
      failures = 0
    }
    received = true
    const made = convert(options, target, type, data, id)
    over = final.includes(type) || made instanceof Error
    if (made) line.queue.push(made)
  }

  const open = async () => {
    request ??= await prepare(options, target, given)
    number++
    opened = Infinity
    woken = false
    const { status, headers, body } = await attempt(core, request, number, connection.signal, {
      accept: 'text/event-stream',
      'last-event-id': toBytes(line.lastEventId),
    })
    if (status === 204) return
    const type = headers.get('content-type') ?? ''
    if (status !== 200 || !body || !/^text\/event-stream\s*(;|$)/i.test(type)) {
      throw fail(target, 'INVALID_RESPONSE', `${status} ${type} is no event stream`)
    }
    opened = Date.now()
    decode = createDecoder(line, push, {
      maxBufferSize: given.maxEventSize ?? 1 << 24,
      onRetry: (ms) => {
        retry = ms
      },
      onError: ({ type }) => {
        if (/max/.test(type)) throw fail(target, 'INVALID_EVENT', 'longer than maxEventSize')
      },
    })
    given.onOpen?.(headers)
    return body.getReader()
  }

  const line: Line = {
    lastEventId: given.lastEventId ?? '',
    queue: [],
    ended: false,
    end() {
      line.ended = true
      life.clear()
      unwake?.()
    },
    async fill() {
      let failure: ClientError | undefined
      let asked: number | undefined = 0
      try {
        if (reader) {
          connection.arm(given.idleTimeout ?? 45_000)
          const { value } = await reader.read()
          connection.arm(0)
          connection.signal.throwIfAborted()
          if (value) {
            decode(value)
            return over ? line.end() : undefined
          }
        } else {
          connection = fuse(target, life.signal)
          connection.arm(timeouts(given.timeout ?? options.timeout).attempt)
          reader = await Promise.race([connection.cut, open()])
          // Where the body does not heed the signal, the reader does.
          connection.signal.addEventListener('abort', () => reader?.cancel().catch(() => {}))
          if (reader) return
          if (!final[0]) return line.end()
          over = true
        }
      } catch (error) {
        failure = toClientError(target, error, life.signal)
        asked = transient(failure)
      }
      connection.clear()
      reader = undefined
      if (line.ended) return
      if (Date.now() - opened >= stableAfter) failures = 0
      if (asked !== undefined) {
        // Without an id, starting over would bring events twice, which only a stream without an end may do.
        const known = !received || line.lastEventId
        const resumable = method === 'GET' ? (def.resume ?? (known || !final[0])) : request?.key && known
        if (over || !resumable || ++failures > attempts) {
          failure = fail(target, 'STREAM_INTERRUPTED', 'incomplete', { cause: failure })
          asked = undefined
        }
      }
      if (asked === undefined) {
        line.end()
        options.hooks?.error?.(failure!)
        throw failure
      }
      const floor = Math.min(Math.max(minDelay, retry, asked), longest)
      const delay = woken ? 0 : backoff(failures, floor, Math.max(maxDelay, floor), Math.random(), floor)
      const info = { path, attempt: failures, delay, cause: failure }
      given.onReconnect?.(info)
      options.hooks?.retry?.(info)
      connection = fuse(target, life.signal)
      await burn(connection, delay)
    },
  }
  return line
}

/** An id as a header value: each UTF-8 byte as one character, since a header cannot say more. */
export function toBytes(id: string): string | undefined {
  return id ? String.fromCharCode(...new TextEncoder().encode(id)) : undefined
}
