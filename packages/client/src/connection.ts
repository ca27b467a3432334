import { attempt, toClientError, transient } from './attempt.ts'
import { convert } from './convert.ts'
import { createDecoder, type WireEvent } from './events.ts'
import { type Fuse, fuse, sleep } from './fuse.ts'
import { fail, type Given, prepare } from './prepare.ts'
import { backoff } from './retry.ts'
import type { StreamEndpoint, StreamEvent, StreamOptions } from './stream-types.ts'
import { timeouts } from './timeouts.ts'
import type { Core } from './types.ts'

/** What a stream's connections and the iterator over them share: a fuse that holds for all of them. */
export interface Session extends Fuse {
  /** The id of the last event that was received. */
  lastEventId: string
  /** Whoever reads has ended it: no error then. */
  closed?: boolean
}

// The longest wait that a server may ask for.
const longest = 300_000

/**
 * Yields the events of a stream in batches, one a chunk, over as many connections as it takes. It returns after a
 * final event, where the server says that there is no more (204), and when it is closed; it throws where nothing
 * more can be had.
 */
export async function* connect(
  core: Core,
  target: StreamEndpoint,
  given: Given & StreamOptions,
  session: Session,
): AsyncGenerator<StreamEvent[], void, undefined> {
  const { attempts = 10, minDelay = 500, maxDelay = 30_000, stableAfter = 5_000 } = given.reconnect ?? {}
  const { options } = core
  const { method, path, def } = target
  const { final = [], resume } = def
  const { signal } = session
  const seen = new Map<string, number>()
  let received = false
  let floor = minDelay
  let failures = 0
  let line: Fuse = session
  let woken: boolean
  const unwake = given.wake?.(() => {
    woken = true
    line.abort()
  })
  try {
    const request = await prepare(options, target, given)
    for (let number = 1; ; number++) {
      let opened = Infinity
      let asked: number | undefined = 0
      let over = false
      let cause: unknown
      woken = false
      line = fuse(signal, (ms) => fail(target, 'TIMEOUT', `nothing came for ${ms} ms`))
      try {
        line.arm(timeouts(given.timeout ?? options.timeout).attempt)
        const { status, headers, body } = await Promise.race([
          line.cut,
          attempt(core, request, number, line.signal, {
            accept: 'text/event-stream',
            'last-event-id': toBytes(session.lastEventId),
          }),
        ])
        over = status === 204
        if (!over) {
          const type = headers.get('content-type') ?? ''
          if (status !== 200 || !body || !/^text\/event-stream\s*(;|$)/i.test(type)) {
            throw fail(target, 'INVALID_RESPONSE', `${status} ${type} is no event stream`)
          }
          opened = Date.now()
          given.onOpen?.(headers)
          const batch: WireEvent[] = []
          const push = (event: WireEvent) => {
            const { id } = event
            if (id) {
              // Only ids of earlier connections are duplicates: within one, events may share an id.
              if (given.dedupe !== false && seen.get(id)! < number) return
              seen.set(id, number)
              if (seen.size > 1024) seen.delete(seen.keys().next().value!)
              failures = 0
            }
            received = true
            batch.push(event)
          }
          const decode = createDecoder(session, push, {
            maxBufferSize: given.maxEventSize ?? 1 << 24,
            onRetry: (ms) => {
              floor = Math.max(minDelay, Math.min(ms, longest))
            },
            onError: ({ type }) => {
              if (/max/.test(type)) throw fail(target, 'INVALID_EVENT', 'it is longer than maxEventSize')
            },
          })
          const reader = body.getReader()
          line.signal.addEventListener('abort', () => reader.cancel().catch(() => {}))
          for (;;) {
            line.arm(given.idleTimeout ?? 45_000)
            const { done, value } = await reader.read()
            line.arm(0)
            line.signal.throwIfAborted()
            if (done) break
            decode(value)
            const ready: StreamEvent[] = []
            let failed: Error | undefined
            for (const event of batch.splice(0)) {
              let made = convert(options, target, event)
              if (made && 'then' in made) made = await made
              if (made instanceof Error) failed = made
              else if (made) ready.push(made)
              over = final.includes(event.type)
              if (over || failed) {
                // Nothing comes after it: the socket is free before it is handed out.
                line.clear()
                break
              }
            }
            if (ready[0]) yield ready
            if (failed) throw failed
            if (over) return
          }
        }
      } catch (error) {
        cause = toClientError(target, error, signal)
        asked = transient(cause as never)
        if (asked === undefined) throw cause
      } finally {
        line.clear()
      }
      if (over && !final[0]) return
      if (Date.now() - opened >= stableAfter) failures = 0
      // Without an id, starting over would bring events twice, which only a stream without an end may do.
      const known = !received || session.lastEventId
      if (
        over ||
        ++failures > attempts ||
        !(method === 'GET' ? (resume ?? (known || !final[0])) : request.key && known)
      ) {
        throw fail(target, 'STREAM_INTERRUPTED', 'it broke off for good before it was complete', { cause })
      }
      asked = Math.max(floor, Math.min(asked, longest))
      const delay = woken ? 0 : backoff(failures, asked, Math.max(maxDelay, asked), Math.random(), asked)
      const info = { path, attempt: failures, delay, cause }
      given.onReconnect?.(info)
      options.hooks?.retry?.(info)
      line = fuse(signal)
      await sleep(delay, line.signal)
      line.clear()
      signal.throwIfAborted()
    }
  } catch (error) {
    if (session.closed) return
    const failure = toClientError(target, error, signal)
    options.hooks?.error?.(failure)
    throw failure
  } finally {
    unwake?.()
    session.clear()
  }
}

/** An id as a header value: each UTF-8 byte as one character, since a header cannot say more. */
export function toBytes(id: string): string | undefined {
  return id ? String.fromCharCode(...new TextEncoder().encode(id)) : undefined
}
