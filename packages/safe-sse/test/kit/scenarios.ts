/**
 * What a server does in each scenario, in terms that every SSE library has, so that one suite runs on all of them.
 * No runtime's own module is imported here: this file runs on Node, Bun, Deno, workerd and in Next.
 */

/** A stream as a scenario sees it. Peers lack some of it. */
export interface TestStream {
  send(name: string, data: unknown, meta?: { id?: string; retry?: number }): unknown
  /** Sends text as it stands, for those that can. */
  text?(name: string, text: string): unknown
  close(): unknown
  onClose(cleanup: () => unknown): void
  signal?: AbortSignal | undefined
  lastEventId?: string | undefined
}

/** What happened in the server during one request. */
export interface Probe {
  marks: string[]
  cleanups: number
  started: number
}

export interface Scenario {
  run: (stream: TestStream, probe: Probe, gate: () => Promise<void>) => Promise<void>
  /** Options of the library under test, for those that know them. */
  options?: { stallTimeout?: number; maxAge?: number; heartbeat?: number; buffer?: { maxBytes: number } }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits as a producer does that listens to something, but not for good. A timer keeps workerd from calling it hung. */
async function park(stream: TestStream, ms = 8_000): Promise<void> {
  for (let at = 0; at < ms && !stream.signal?.aborted; at += 50) await sleep(50)
}

const big = 'x'.repeat(65_536)

async function attempt(probe: Probe, name: string, act: () => unknown): Promise<void> {
  let pending: unknown
  try {
    pending = act()
  } catch (error) {
    probe.marks.push(`${name}:threw ${(error as Error).name}`)
    return
  }
  try {
    probe.marks.push(`${name}:${String(await pending)}`)
  } catch {
    probe.marks.push(`${name}:rejected`)
  }
}

export const scenarios: Record<string, Scenario> = {
  /** The first write comes when the test says so, e.g. after the client has left. */
  gated: {
    async run(stream, probe, gate) {
      await gate()
      await attempt(probe, 'send', () => stream.send('late', 1))
      await attempt(probe, 'again', () => stream.send('late', 2))
      await attempt(probe, 'third', () => stream.send('late', 3))
    },
  },
  /** One event, and then the producer awaits something else. */
  parked: {
    async run(stream, probe) {
      stream.signal?.addEventListener('abort', () => probe.marks.push('signal'), { once: true })
      await stream.send('first', 1)
      await park(stream)
      await attempt(probe, 'send', () => stream.send('late', 1))
    },
  },
  /** The same, for as long as a busy machine takes to open a thousand. */
  lasting: {
    async run(stream) {
      await stream.send('first', 1)
      await park(stream, 120_000)
    },
  },
  /** One event, and then nothing of its own that could keep a process alive. */
  waiting: {
    async run(stream) {
      await stream.send('first', 1)
      await new Promise((resolve) => stream.onClose(() => resolve(undefined)))
    },
    options: { maxAge: 60_000 },
  },
  closing: {
    async run(stream, probe) {
      await stream.send('first', 1)
      await attempt(probe, 'close', () => stream.close())
      await attempt(probe, 'close', () => stream.close())
      await attempt(probe, 'send', () => stream.send('late', 1))
    },
  },
  /** Writes as fast as the reader reads. */
  paced: {
    async run(stream, probe) {
      for (let n = 0; n < 4_000; n++) {
        probe.marks[0] = `sent ${n}`
        if ((await stream.send('big', big)) === false) {
          probe.marks.push('send:false')
          return
        }
      }
    },
    options: { buffer: { maxBytes: 1_048_576 } },
  },
  /** As paced, with a deadline for readers that stop. */
  stalling: {
    async run(stream, probe) {
      for (let n = 0; n < 4_000; n++) {
        if ((await stream.send('big', big)) === false) {
          probe.marks.push('send:false')
          return
        }
      }
    },
    options: { stallTimeout: 400, heartbeat: 100 },
  },
  /** Writes without asking whether the reader keeps up: 100 MB. */
  flood: {
    async run(stream, probe) {
      let refused = 0
      for (let n = 0; n < 1_600; n++) {
        try {
          void Promise.resolve(stream.send('big', big)).then((sent) => {
            if (sent === false && refused++ === 0) probe.marks.push('send:false')
          })
        } catch {
          refused++
        }
        if (n % 16 === 0) await sleep(0)
      }
      probe.marks.push('flooded')
      await park(stream, 2_000)
    },
  },
  /** Small events that nobody awaits, for as long as the client may be there. */
  burst: {
    async run(stream, probe) {
      for (let n = 0; n < 40 && !probe.cleanups; n++) {
        for (let i = 0; i < 50; i++) {
          try {
            void stream.send('tick', i)
          } catch {
            probe.marks.push('threw')
            return
          }
        }
        await sleep(10)
      }
    },
  },
  failing: {
    async run(stream) {
      await stream.send('first', 1)
      throw new Error('password=hunter2')
    },
  },
  succeeding: {
    async run(stream) {
      await stream.send('first', 1)
    },
  },
  badCleanup: {
    async run(stream, probe) {
      stream.onClose(() => probe.marks.push('first cleanup'))
      stream.onClose(() => {
        throw new Error('cleanup failed')
      })
      await stream.send('first', 1)
      await sleep(20)
      await stream.close()
    },
  },
  forging: {
    async run(stream, probe) {
      await attempt(probe, 'event', () => stream.send('a\nevent: forged', 1))
      await attempt(probe, 'eventCR', () => stream.send('a\rdata: forged', 1))
      await attempt(probe, 'id', () => stream.send('a', 1, { id: '1\ndata: forged' }))
      await attempt(probe, 'idCR', () => stream.send('a', 1, { id: '1\rdata: forged' }))
      await attempt(probe, 'idNUL', () => stream.send('a', 1, { id: '1\u0000' }))
      await attempt(probe, 'data', () => stream.send('ok', 'x\n\nevent: forged\rdata: forged\r\n\r\ny'))
      await stream.text?.('text', 'x\n\nevent: forged\rdata: forged\r\n\r\ny')
      await attempt(probe, 'done', () => stream.send('done', 1))
    },
  },
  surrogates: {
    async run(stream) {
      await stream.send('text', 'a\ud800b')
      await stream.send('done', 1)
    },
  },
  /** An event when the gate opens, and the stream stays. */
  live: {
    async run(stream, probe, gate) {
      stream.signal?.addEventListener('abort', () => probe.marks.push('signal'), { once: true })
      await gate()
      await stream.send('news', 1)
      await park(stream)
    },
  },
  aging: {
    async run(stream) {
      await park(stream)
    },
    options: { maxAge: 500, heartbeat: 100 },
  },
  /** The handler answers when the test says so: its client may have left by then. */
  belated: {
    async run(stream) {
      await stream.send('first', 1)
    },
  },
  cursor: {
    async run(stream) {
      await stream.send('cursor', stream.lastEventId ?? null)
    },
  },
}

/** What all requests of one server process left behind. */
export class Lab {
  readonly probes: Map<string, Probe> = new Map()
  readonly #open = new Set<string>()
  faults: string[] = []
  /** What only the process can do: let go of its handles, or load the library again. */
  readonly hooks: { unref?: () => void; copy?: () => Promise<object>; other?: unknown } = {}

  probe(id: string): Probe {
    const probe = this.probes.get(id) ?? { marks: [], cleanups: 0, started: 0 }
    this.probes.set(id, probe)
    return probe
  }

  /** Waits for `/go`. It polls, since workerd ends a request that waits for nothing it knows of. */
  async gate(id: string): Promise<void> {
    while (!this.#open.has(id)) await sleep(20)
  }

  /** Runs a scenario on a stream, and counts its cleanups. */
  async run(name: string, id: string, stream: TestStream): Promise<void> {
    const probe = this.probe(id)
    probe.started++
    stream.onClose(() => probe.cleanups++)
    await scenarios[name]!.run(stream, probe, () => this.gate(id))
  }

  /** What comes before a library is called. */
  async before(name: string, id: string): Promise<void> {
    if (name !== 'belated') return
    this.probe(id).marks.push('handling')
    await this.gate(id)
  }

  /** What the test asks a server: `/probe`, `/go`, `/faults`, `/unref`, `/copy`. Undefined for any other path. */
  control(url: URL): object | Promise<object> | undefined {
    const id = url.searchParams.get('id') ?? ''
    if (url.pathname === '/probe') return this.probe(id)
    if (url.pathname === '/go') {
      this.#open.add(id)
      return {}
    }
    if (url.pathname === '/faults') return { faults: this.faults, memory: memory() }
    if (url.pathname === '/copy') return this.hooks.copy?.() ?? {}
    if (url.pathname === '/unref') {
      this.hooks.unref?.()
      return {}
    }
    return undefined
  }
}

function memory(): number {
  const { process } = globalThis as { process?: { memoryUsage?: () => { rss: number } } }
  return process?.memoryUsage?.().rss ?? 0
}
