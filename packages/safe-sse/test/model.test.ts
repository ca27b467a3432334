import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CloseReason, createSse, type SseStream } from '../src/index.ts'

/** What a stream should be, whatever happens to it: open or ended, and nothing else. */
interface Model {
  ended: boolean
  defers: number
}

/** The real one, with everything that can be done to it from outside. */
class Real {
  readonly sent: Promise<boolean>[] = []
  readonly cleanups: number[] = []
  readonly closes: CloseReason[] = []
  readonly errors: unknown[] = []
  readonly finish: PromiseWithResolvers<void> = Promise.withResolvers()
  readonly server = createSse({ name: `model-${Math.random()}` })
  stream!: SseStream
  readonly #abort = new AbortController()
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>

  constructor() {
    const response = this.server.sse(
      new Request('http://localhost/', { signal: this.#abort.signal }),
      async (stream) => {
        this.stream = stream
        await this.finish.promise
      },
      {
        buffer: { maxBytes: 400 },
        onClose: (reason) => void this.closes.push(reason),
        onError: (error) => void this.errors.push(error),
      },
    )
    this.#reader = response.body!.getReader()
  }

  async open(): Promise<this> {
    await this.#reader.read()
    return this
  }

  /** Reads if something is there; a pending read stays pending. */
  read(): void {
    this.#reader.read().catch(() => {})
  }

  abort(): void {
    this.#abort.abort()
  }

  cancel(): void {
    this.#reader.cancel().catch(() => {})
  }
}

type Step = fc.AsyncCommand<Model, Real>

function step(name: string, act: (model: Model, real: Real) => unknown, ends = false): fc.Arbitrary<Step> {
  return fc.constant({
    check: () => true,
    async run(model: Model, real: Real): Promise<void> {
      await act(model, real)
      if (ends) model.ended = true
      expect(real.closes.length).toBeLessThanOrEqual(1)
      // Nothing but an end runs cleanups.
      if (!real.closes.length) expect(real.cleanups).toEqual([])
      // A full buffer may have ended it before the model did.
      if (real.closes.length) model.ended = true
      if (model.ended) {
        expect(real.closes).toHaveLength(1)
        expect(real.stream.signal.aborted).toBe(true)
        expect(real.stream.trySend('late', 1)).toBe('closed')
        expect(await real.stream.send('late', 1)).toBe(false)
      }
    },
    toString: () => name,
  })
}

const steps = [
  step('send', (_, real) => void real.sent.push(real.stream.send('tick', 'x'.repeat(60)))),
  step('trySend', (_, real) => void real.stream.trySend('tick', 1)),
  step('comment', (_, real) => void real.sent.push(real.stream.comment('hello'))),
  step('turn', () => new Promise((resolve) => setTimeout(resolve, 0))),
  step('read', (_, real) => real.read()),
  step('defer', (model, real) => {
    const nth = model.defers++
    real.stream.defer(() => void real.cleanups.push(nth))
  }),
  step('defer a bad one', (_, real) => {
    real.stream.defer(() => {
      throw new Error('bad cleanup')
    })
  }),
  step('close', (_, real) => real.stream.close(), true),
  step('abort', (_, real) => real.abort(), true),
  step('cancel', (_, real) => real.cancel(), true),
  step(
    'finish',
    async (_, real) => {
      real.finish.resolve()
      await real.finish.promise.catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 0))
    },
    true,
  ),
  step(
    'fail',
    async (_, real) => {
      real.finish.reject(new Error('producer failed'))
      await real.finish.promise.catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 0))
    },
    true,
  ),
  step('drain', (_, real) => void real.server.drain({ timeout: 10 }), true),
]

it('ends once, settles every send and runs every cleanup once, in any interleaving', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { maxCommands: 25 }), async (commands) => {
      const model: Model = { ended: false, defers: 0 }
      const real = await new Real().open()
      await fc.asyncModelRun(async () => ({ model, real }), commands)
      real.cancel()
      real.finish.resolve()
      for (const sent of await Promise.all(real.sent)) expect(typeof sent).toBe('boolean')
      expect(await real.stream.closed).toBe(real.closes[0])
      expect(real.closes).toHaveLength(1)
      expect([...real.cleanups].sort((a, b) => a - b)).toEqual(
        Array.from({ length: model.defers }, (_, n) => n),
      )
      expect(real.server.stats().connections).toBe(0)
      expect(real.server.stats().bufferedBytes).toBe(0)
    }),
    { numRuns: 300 },
  )
})
