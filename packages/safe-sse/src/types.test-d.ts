import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import { type CloseReason, type SseStream, sse } from './index.ts'

declare const request: Request
const events = { tick: z.object({ n: z.coerce.number<string>() }), done: z.boolean() }

sse(
  request,
  async (stream) => {
    expectTypeOf(stream.send('tick', { n: '1' })).toEqualTypeOf<Promise<boolean>>()
    await stream.send('nyx.gap', { requested: null, oldest: '1' })
    // @ts-expect-error the wire carries the schema's input
    await stream.send('tick', { n: 1 })
    // @ts-expect-error no such event
    await stream.send('tock', { n: '1' })
    expectTypeOf(stream.trySend('done', true)).toEqualTypeOf<'ok' | 'backpressure' | 'closed'>()
    expectTypeOf(stream.closed).toEqualTypeOf<Promise<CloseReason>>()
  },
  { events },
)

sse(
  request,
  async function* (stream) {
    expectTypeOf(stream.lastEventId).toEqualTypeOf<string | undefined>()
    yield { type: 'tick', data: { n: '1' }, id: '1' }
    yield { comment: 'hello' }
  },
  { events },
)

sse(
  request,
  // @ts-expect-error the data of another event
  async function* () {
    yield { type: 'done' as const, data: { n: '1' } }
  },
  { events },
)

// Without schemas every name and every JSON value will do.
sse(request, async (stream) => {
  expectTypeOf(stream).toEqualTypeOf<SseStream>()
  await stream.send('anything', { at: 'all' })
})
sse(request, async function* () {
  yield { type: 'anything', data: 1, retry: 5 }
})
