import { toClientError } from './attempt.ts'
import { connect, type Session } from './connection.ts'
import { ClientError } from './errors.ts'
import type { WireEvent } from './events.ts'
import { type Given, prepare } from './prepare.ts'
import { check } from './standard.ts'
import type { EventStream, StreamDef, StreamEndpoint, StreamEvent, StreamOptions } from './stream-types.ts'
import type { Core } from './types.ts'

/**
 * Makes an event stream of a contract. Path parameters are written `:name` and are inferred.
 *
 * @example
 * ```ts
 * import { createClient, defineContract, stream } from '@nyxcore/client'
 * import { z } from 'zod'
 *
 * const api = defineContract({
 *   events: stream('/api/v1/events/workflows/:id', {
 *     events: { 'step.started': z.object({ step: z.string() }), done: z.object({ ms: z.number() }) },
 *     final: ['done'],
 *   }),
 * })
 * const client = createClient(api)
 * for await (const event of client.events({ params: { id: 'w1' } })) {
 *   if (event.type === 'step.started') console.log(event.data.step)
 * }
 * ```
 */
export function stream<const P extends `/${string}`, const D extends StreamDef>(
  path: P,
  def: D & { readonly final?: readonly (keyof D['events'])[] | undefined },
): StreamEndpoint<P, D> {
  return {
    kind: 'stream',
    method: def.method ?? 'GET',
    path,
    def,
    '~bind': (core: Core, route: StreamEndpoint) =>
      Object.assign((given: Given & StreamOptions = {}) => open(core, route, given), { route }),
  }
}

type Taken = StreamEvent | undefined

function open(core: Core, route: StreamEndpoint, given: Given & StreamOptions): EventStream<StreamEvent> {
  const { def } = route
  const { validate = 'throw', hooks } = core.options
  const label = `${route.method} ${route.path}`
  const control = new AbortController()
  const { signal } = given
  const session: Session = { lastEventId: given.lastEventId ?? '', received: false, control }
  let delivered = session.lastEventId
  let closed = false
  let queue: WireEvent[] = []
  let head = 0
  let source: AsyncGenerator<WireEvent[], void, undefined> | undefined
  let waiting = 0
  let tail: Promise<unknown> = Promise.resolve()

  const abort = () => control.abort(signal?.reason)
  const close = () => {
    closed = true
    queue = []
    head = 0
    signal?.removeEventListener('abort', abort)
    control.abort()
    return source?.return()
  }
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()

  /** The next event as the contract has it; undefined where it is to be passed over. */
  const take = (): Taken | Promise<Taken> => {
    const event = queue[head++]!
    const { id } = event
    const [type, value] = [event.type, event.data]
    delivered = event.lastEventId
    const make = (name: string, data: unknown): StreamEvent =>
      id === undefined ? { type: name, data } : { type: name, data, id }
    const finish = (data: unknown) => {
      if (def.final?.includes(type)) last = true
      return make(type, data)
    }
    const schema = Object.hasOwn(def.events, type) ? def.events[type] : undefined
    const own = !schema && (type === 'nyx.gap' || type === 'nyx.error')
    if (!schema && !own) {
      return def.unknown === 'yield' ? make('nyx.unknown', { type, data: value }) : undefined
    }
    let data: unknown = value
    const wrong = (more: object): Taken => {
      const error = new ClientError('INVALID_EVENT', `${label}: the event ${type}`, more)
      if (validate === 'warn') hooks?.error?.(error)
      if (validate === 'warn' || def.invalid === 'skip') return validate === 'warn' ? finish(data) : undefined
      if (def.invalid !== 'yield') throw error
      return make('nyx.invalid', { type, data: value, error })
    }
    if (def.format !== 'text' || own) {
      try {
        data = JSON.parse(value)
      } catch {
        // Text such as `[DONE]`: a string, for the schema to judge.
      }
    }
    if (type === 'nyx.error' && own) {
      const { code, requestId } = (data ?? {}) as { code?: string; requestId?: string }
      throw new ClientError('STREAM_FAILED', `${label}: the server ended the stream with ${code}`, {
        requestId,
        cause: data,
      })
    }
    if (!schema || validate === 'off') return finish(data)
    const judge = (result: Awaited<ReturnType<typeof check>>) =>
      result.issues ? wrong({ issues: result.issues }) : finish(result.value)
    const result = check(schema, data)
    return result instanceof Promise ? result.then(judge) : judge(result)
  }

  let last = false
  const done = { done: true, value: undefined } as const
  type Result = IteratorResult<StreamEvent, undefined>

  const step = async (started?: Promise<Taken>): Promise<Result> => {
    try {
      for (;;) {
        let event = await started
        started = undefined
        if (!closed) control.signal.throwIfAborted()
        while (!event && !closed && !last && head < queue.length) event = await take()
        if (event) {
          // Nothing comes after a final event: its socket is freed as it is handed out.
          if (last && !closed) close()
          return { done: false, value: event }
        }
        if (closed) return done
        source ??= connect(core, await prepare(core.options, route, given), def, given, session)
        delivered = session.lastEventId
        const next = await source.next()
        if (next.done) {
          close()
          return done
        }
        queue = next.value
        head = 0
      }
    } catch (error) {
      if (closed) return done
      close()
      const known = toClientError(label, error, control.signal.aborted)
      hooks?.error?.(known)
      throw known
    }
  }

  const slow = (started?: Promise<Taken>): Promise<Result> => {
    waiting++
    const result = tail.then(() => step(started))
    tail = result.then(
      () => waiting--,
      () => waiting--,
    )
    return result
  }

  const self: EventStream<StreamEvent> = {
    // Most events come in chunks with others and need no wait; an async generator would cost three for each.
    next() {
      if (signal?.aborted || waiting || last || closed || head >= queue.length) return slow()
      try {
        for (let event: Taken; head < queue.length; ) {
          const taken = take()
          if (taken instanceof Promise) return slow(taken)
          event = taken
          if (!event) continue
          if (last) close()
          return Promise.resolve({ done: false, value: event })
        }
      } catch (error) {
        return slow(Promise.reject(error))
      }
      return slow()
    },
    async return() {
      await close()
      return done
    },
    close,
    get lastEventId() {
      return delivered
    },
    [Symbol.asyncIterator]: () => self,
    [Symbol.asyncDispose]: async () => void (await close()),
  }
  return self
}
