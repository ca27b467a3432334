import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import {
  type CloseReason,
  createSafeController,
  createSse,
  type SafeController,
  type SseStream,
} from '../src/index.ts'
import { createSseNode } from '../src/node.ts'

const acts = ['cancel', 'abort', 'close', 'send', 'error'] as const
type Act = (typeof acts)[number]
const ends: Readonly<Record<Act, CloseReason | undefined>> = {
  cancel: 'client-left',
  abort: 'client-left',
  close: 'closed',
  send: undefined,
  error: 'failed',
}

/** Every sequence of the five, from one act to so many. */
function sequences(most: number): Act[][] {
  let longest: Act[][] = [[]]
  const all: Act[][] = []
  for (let n = 0; n < most; n++) {
    longest = longest.flatMap((sequence) => acts.map((act) => [...sequence, act]))
    all.push(...longest)
  }
  return all
}

/** What happened to one stream, however it was ended. */
class Log {
  readonly closes: CloseReason[] = []
  readonly sent: { late: boolean; answer: boolean | Promise<boolean> }[] = []
  cleanups = 0

  async check(sequence: readonly Act[], stepwise: boolean): Promise<void> {
    const what = `${sequence}${stepwise ? ' in turns' : ' at once'}`
    const causes = sequence.flatMap((act) => ends[act] ?? [])
    expect(this.cleanups, what).toBe(1)
    expect(this.closes, what).toHaveLength(1)
    // At once, a producer that throws is heard of after what is called; in turns the first cause is the reason.
    if (stepwise) expect(this.closes[0], what).toBe(causes[0] ?? 'client-left')
    for (const { late, answer } of this.sent) {
      const sent = await answer
      expect(typeof sent, what).toBe('boolean')
      if (late) expect(sent, what).toBe(false)
    }
  }
}

type Tools = Record<Act, () => unknown>

/** Acts that end a stream before they return. A producer that throws is heard of in a later microtask. */
const sudden: readonly Act[] = ['cancel', 'abort', 'close']

async function perform(
  log: Log,
  sequence: readonly Act[],
  stepwise: boolean,
  tools: Tools,
  atOnce = sudden,
): Promise<void> {
  let over = false
  for (const act of sequence) {
    if (act === 'send') log.sent.push({ late: over, answer: tools.send() as boolean | Promise<boolean> })
    else tools[act]()
    over ||= act !== 'send' && (stepwise || atOnce.includes(act))
    if (stepwise) await turn()
  }
  await turn()
  tools.cancel()
  await turn()
}

it('ends a Web stream once, whatever comes in whatever order, read or not', async () => {
  const server = createSse({ name: 'interleavings' })
  for (const sequence of sequences(4)) {
    for (const stepwise of [false, true]) {
      const log = new Log()
      const abort = new AbortController()
      const producer = Promise.withResolvers<void>()
      let stream!: SseStream
      const response = server.sse(
        new Request('http://localhost/', { signal: abort.signal }),
        (started) => {
          stream = started
          stream.defer(() => log.cleanups++)
          return producer.promise
        },
        { onClose: (reason) => void log.closes.push(reason), onError: () => {} },
      )
      const reader = response.body!.getReader()
      await reader.read()
      if (sequence.length % 2) reader.read().catch(() => {})
      await perform(log, sequence, stepwise, {
        cancel: () => reader.cancel().catch(() => {}),
        abort: () => abort.abort(),
        close: () => stream.close({ retry: 1 }),
        send: () => stream.send('tick', 1),
        error: () => producer.reject(new Error('producer failed')),
      })
      producer.resolve()
      await log.check(sequence, stepwise)
      expect(await stream.closed).toBe(log.closes[0])
      expect(stream.signal.aborted).toBe(true)
    }
  }
  expect(server.stats()).toMatchObject({ connections: 0, bufferedBytes: 0 })
})

it('ends a safe controller once, whatever comes in whatever order', async () => {
  for (const sequence of sequences(5)) {
    for (const stepwise of [false, true]) {
      const log = new Log()
      const abort = new AbortController()
      let safe!: SafeController
      const reader = new ReadableStream<Uint8Array>({
        start(controller) {
          safe = createSafeController(controller, { signal: abort.signal })
        },
        cancel: (reason) => safe.cancel(reason),
      }).getReader()
      reader.closed.catch(() => {})
      safe.onClose((reason) => {
        log.cleanups++
        log.closes.push(reason)
      })
      await perform(log, sequence, stepwise, {
        cancel: () => reader.cancel().catch(() => {}),
        abort: () => abort.abort(),
        close: () => safe.safeClose(),
        send: () => safe.safeEnqueue('tick'),
        error: () => safe.safeError(new Error('broken')),
      })
      await log.check(sequence, stepwise)
      expect(safe.signal.aborted).toBe(true)
    }
  }
})

it('ends a Node stream once, whatever comes in whatever order', async () => {
  const { sseNode, stats } = createSseNode({ name: 'interleavings-node' })
  let wanted!: (res: ServerResponse) => void
  const server = createServer((req, res) => {
    const log = new Log()
    const producer = Promise.withResolvers<void>()
    const reason = sseNode(
      req,
      res,
      (stream) => {
        Object.assign(res, { log, stream, producer })
        stream.defer(() => log.cleanups++)
        return producer.promise
      },
      { onClose: (why) => void log.closes.push(why), onError: () => {} },
    )
    Object.assign(res, { reason })
    wanted(res)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  try {
    for (const sequence of sequences(4)) {
      const opened = new Promise<ServerResponse>((resolve) => {
        wanted = resolve
      })
      const client = connect(port, '127.0.0.1', () =>
        client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      )
      client.on('error', () => {}).resume()
      const res = (await opened) as ServerResponse & {
        log: Log
        stream: SseStream
        producer: PromiseWithResolvers<void>
        reason: Promise<CloseReason>
      }
      const { log, stream, producer } = res
      const tools = {
        cancel: () => res.destroy(),
        abort: () => res.socket?.resetAndDestroy(),
        close: () => stream.close({ retry: 1 }),
        send: () => stream.send('tick', 1),
        error: () => producer.reject(new Error('producer failed')),
      }
      // Node tells of a socket's end in a later turn.
      await perform(log, sequence, false, tools, ['close'])
      producer.resolve()
      expect(await res.reason, `${sequence}`).toBe(log.closes[0])
      await log.check(sequence, false)
      client.destroy()
    }
    expect(stats()).toMatchObject({ connections: 0, bufferedBytes: 0 })
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
