import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, type Client, Http2Client, RawClient, type RequestInit } from './client.ts'
import type { Probe } from './scenarios.ts'

/** A server under test, wherever it runs. */
export interface Target {
  readonly name: string
  readonly port: number
  /** Where the suite's questions go, if not to the same port. */
  readonly control?: number | undefined
  readonly http2?: boolean | undefined
  /** A peer is held to what a user sees, and not to our names and options. */
  readonly peer?: boolean | undefined
  /** The platform ends a handler with its client: cleanup runs, and no code is left that could send. */
  readonly endsWithClient?: boolean | undefined
  /** Resolves when the process ends. */
  readonly ended: Promise<number | null>
  /** Sends the process a signal and resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** One way in which a stream goes wrong, and the test that it does not. */
export interface Mode {
  readonly id: number
  readonly title: string
  readonly test: (target: Target, launcher: Launcher) => Promise<void>
}

/** How to start a server that runs the suite's scenarios. */
export interface Launcher {
  readonly name: string
  /** Modes that cannot occur or cannot be met there, each with the platform's fact. */
  readonly facts: Readonly<Record<number, string>>
  /** Those of them that can be asked all the same: they are run, and the fact is given only if they fail as it says. */
  readonly tried?: readonly number[] | undefined
  /** A server there cannot let go of an open connection, so that the process stays whatever timers do. */
  readonly holdsConnections?: boolean | undefined
  readonly start: () => Promise<Target>
  /** Runs a script of its own on the same runtime; resolves with its output when it ends by itself. */
  readonly solo: (check: string) => Promise<string>
}

let serial = 0

/** One request to a scenario, and what the server saw of it. */
class Trial {
  readonly id: string = `${process.pid}-${Date.now()}-${serial++}`
  readonly client: Client
  readonly #port: number

  constructor(target: Target, scenario: string, init?: RequestInit) {
    this.#port = controlOf(target)
    this.client = new (target.http2 ? Http2Client : RawClient)(
      target.port,
      `/s/${scenario}?id=${this.id}`,
      init,
    )
  }

  probe(): Promise<Probe> {
    return ask<Probe>(this.#port, `/probe?id=${this.id}`)
  }

  go(): Promise<unknown> {
    return ask(this.#port, `/go?id=${this.id}`)
  }

  async until(what: string, holds: (probe: Probe) => boolean, ms = 6_000): Promise<Probe> {
    for (const end = Date.now() + ms; ; await sleep(20)) {
      const probe = await this.probe()
      if (holds(probe)) return probe
      if (Date.now() > end) throw new Error(`waited in vain for: ${what}; probe ${JSON.stringify(probe)}`)
    }
  }
}

function controlOf({ control, port }: Target): number {
  return control ?? port
}

const has = (probe: Probe, mark: string): boolean => probe.marks.includes(mark)

async function noFaults(target: Target): Promise<void> {
  await sleep(30)
  const { faults } = await ask<{ faults: string[] }>(controlOf(target), '/faults')
  assert.deepEqual(faults, [], 'nothing uncaught in the server')
}

async function cleanedOnce(trial: Trial): Promise<Probe> {
  await trial.until('cleanup', (probe) => probe.cleanups > 0)
  await sleep(60)
  const probe = await trial.probe()
  assert.equal(probe.cleanups, 1, 'cleanup runs exactly once')
  return probe
}

export const modes: readonly Mode[] = [
  {
    id: 1,
    title: 'abort before the first write',
    async test(target) {
      const trial = new Trial(target, 'gated')
      await trial.until('producer starts', (probe) => probe.started === 1)
      trial.client.destroy()
      await trial.until('cleanup before any write', (probe) => probe.cleanups > 0)
      if (target.endsWithClient) return void (await cleanedOnce(trial))
      await trial.go()
      const probe = await trial.until('third send', ({ marks }) =>
        marks.some((mark) => mark.startsWith('third')),
      )
      assert.ok(has(probe, 'send:false'), `send answers false: ${probe.marks}`)
      await cleanedOnce(trial)
      await noFaults(target)
    },
  },
  {
    id: 2,
    title: 'abort while the producer awaits',
    async test(target) {
      const trial = new Trial(target, 'parked')
      await trial.client.until('first event', ({ events }) => events.length > 0)
      trial.client.destroy()
      if (!target.peer) await trial.until('signal', (probe) => has(probe, 'signal'), 3_000)
      await cleanedOnce(trial)
    },
  },
  {
    id: 3,
    title: 'send after close',
    async test(target) {
      const trial = new Trial(target, 'closing')
      const probe = await trial.until('send', ({ marks }) => marks.some((mark) => mark.startsWith('send')))
      assert.ok(has(probe, 'send:false'), `send answers false: ${probe.marks}`)
      await noFaults(target)
    },
  },
  {
    id: 4,
    title: 'double close',
    async test(target) {
      const trial = new Trial(target, 'closing')
      const probe = await trial.until('send', ({ marks }) => marks.some((mark) => mark.startsWith('send')))
      assert.ok(!probe.marks.some((mark) => /^close:(threw|rejected)/.test(mark)), `${probe.marks}`)
      await trial.client.until('clean end', ({ body, closed }) => body.complete || closed)
      await noFaults(target)
    },
  },
  {
    id: 5,
    title: 'RST in the middle of a write',
    async test(target) {
      const trial = new Trial(target, 'paced')
      await trial.client.until('bytes', ({ received }) => received > 500_000)
      trial.client.reset()
      await cleanedOnce(trial)
      await noFaults(target)
    },
  },
  {
    id: 6,
    title: 'disconnect with writes queued',
    async test(target) {
      const trial = new Trial(target, 'burst')
      await trial.client.until('bytes', ({ received }) => received > 500)
      trial.client.destroy()
      const probe = await cleanedOnce(trial)
      await sleep(200)
      assert.ok(!has(probe, 'threw'))
      await noFaults(target)
    },
  },
  {
    id: 7,
    title: 'a pending send at disconnect settles false',
    async test(target) {
      const trial = new Trial(target, 'paced')
      trial.client.pause()
      await settled(trial)
      trial.client.destroy()
      await trial.until('pending send settles', (probe) => has(probe, 'send:false'))
      await cleanedOnce(trial)
    },
  },
  {
    id: 8,
    title: 'slow reader, sends not awaited: bounded memory',
    async test(target) {
      const { memory: before } = await ask<{ memory: number }>(controlOf(target), '/faults')
      const trial = new Trial(target, 'flood')
      trial.client.pause()
      const probe = await trial.until('100 MB sent', (seen) => has(seen, 'flooded'), 20_000)
      const { memory: after } = await ask<{ memory: number }>(controlOf(target), '/faults')
      trial.client.destroy()
      assert.ok(
        has(probe, 'send:false') || has(probe, 'closed:overflow'),
        `all 100 MB were accepted: ${probe.marks}`,
      )
      const grown = Math.round((after - before) / 2 ** 20)
      assert.ok(grown < 80, `memory grew by ${grown} MB`)
      await cleanedOnce(trial)
    },
  },
  {
    id: 9,
    title: 'slow reader, sends awaited: waits, with a deadline',
    async test(target) {
      const trial = new Trial(target, 'stalling')
      trial.client.pause()
      const probe = await trial.until('the deadline', (seen) => has(seen, 'send:false'), 8_000)
      assert.ok(target.peer || has(probe, 'closed:stalled'), `${probe.marks}`)
      await cleanedOnce(trial)
      trial.client.destroy()
    },
  },
  {
    id: 10,
    title: 'producer throws after headers',
    async test(target) {
      const failed = new Trial(target, 'failing')
      await failed.client.until('the end', ({ body, closed }) => body.complete || closed)
      const fine = new Trial(target, 'succeeding')
      await fine.client.until('the end', ({ body, closed }) => body.complete || closed)
      assert.doesNotMatch(failed.client.text, /hunter2/, 'the message stays in the server')
      const how = (client: Client): string =>
        `${client.events.map(({ event }) => event)} ${client.body.complete}`
      assert.notEqual(how(failed.client), how(fine.client), 'a client can tell failure from success')
      if (target.peer) return
      const last = failed.client.events.at(-1)!
      assert.equal(last.event, 'nyx.error')
      assert.deepEqual(Object.keys(JSON.parse(last.data) as object), ['code', 'requestId'])
      const probe = await cleanedOnce(failed)
      assert.ok(has(probe, 'error:password=hunter2'), 'onError gets the error')
      await noFaults(target)
    },
  },
  {
    id: 11,
    title: 'a cleanup throws',
    async test(target) {
      const trial = new Trial(target, 'badCleanup')
      const probe = await cleanedOnce(trial)
      assert.ok(has(probe, 'first cleanup'), 'the others still run')
      assert.ok(target.peer || has(probe, 'error:cleanup failed'), 'the error is reported')
      await noFaults(target)
    },
  },
  {
    id: 12,
    title: 'server-side close: cleanup once',
    async test(target) {
      const trial = new Trial(target, 'closing')
      await trial.client.until('clean end', ({ body, closed }) => body.complete || closed)
      await cleanedOnce(trial)
    },
  },
  {
    id: 13,
    title: 'cancel and abort together: one transition',
    async test(target) {
      const trial = new Trial(target, 'parked')
      await trial.client.until('first event', ({ events }) => events.length > 0)
      trial.client.reset()
      const probe = await cleanedOnce(trial)
      const ends = probe.marks.filter((mark) => mark.startsWith('closed:'))
      assert.ok(target.peer || ends.length === 1, `${probe.marks}`)
      await noFaults(target)
    },
  },
  {
    id: 14,
    title: 'CR, LF, NUL in id or event',
    async test(target) {
      const trial = new Trial(target, 'forging')
      await trial.client.until('done', ({ events }) => events.some(({ event }) => event === 'done'))
      const { events, text } = trial.client
      assert.ok(!events.some(({ event, data }) => event === 'forged' || data === 'forged'), `forged: ${text}`)
      if (!target.peer) assert.doesNotMatch(text, /\0/)
      const ok = events.find(({ event }) => event === 'ok')
      assert.ok(ok?.data.includes('forged'), 'the data itself is delivered')
      if (target.peer) return
      const lines = events.find(({ event }) => event === 'text')?.data
      assert.equal(lines, 'x\n\nevent: forged\ndata: forged\n\ny', 'text keeps its lines')
      const { marks } = await trial.probe()
      for (const field of ['event', 'eventCR', 'id', 'idCR', 'idNUL']) {
        assert.ok(marks.includes(`${field}:threw SseError`), `${field} is refused: ${marks}`)
      }
    },
  },
  {
    id: 15,
    title: 'HEAD does not start the producer',
    async test(target) {
      const trial = new Trial(target, 'succeeding', {
        method: 'HEAD',
        headers: target.http2 ? {} : { Connection: 'close' },
      })
      await trial.client.until('headers', ({ head }) => head !== undefined)
      assert.equal(trial.client.status, 200)
      assert.match(trial.client.head!, /content-type: text\/event-stream/i)
      await sleep(100)
      assert.equal((await trial.probe()).started, 0, 'the producer started')
      assert.equal(trial.client.body.bytes.length, 0)
    },
  },
  {
    id: 16,
    title: 'HTTP/1.0 without chunked framing',
    async test(target) {
      const trial = new Trial(target, 'succeeding', { version: '1.0' })
      const first = ({ events }: Client): boolean => events.some(({ event }) => event === 'first')
      await trial.client.until('the end', (client) => (target.peer ? first(client) : client.closed))
      assert.doesNotMatch(trial.client.head!, /transfer-encoding/i, 'answered in chunks')
      assert.ok(first(trial.client), `no event: ${(trial.client as RawClient).bytes.toString().slice(0, 60)}`)
      assert.match(
        (trial.client as RawClient).bytes.toString(),
        /\r\n\r\n(:|event|id|data|retry)/,
        'the body is no chunk',
      )
    },
  },
  {
    id: 17,
    title: 'headers leave before the first event',
    async test(target) {
      const trial = new Trial(target, 'live')
      await trial.client.until('headers', ({ head }) => head !== undefined, 3_000)
      assert.match(trial.client.head!, /content-type: text\/event-stream/i)
      if (!target.peer) assert.match(trial.client.head!, /cache-control: no-cache, no-transform/i)
      if (!target.peer) assert.match(trial.client.head!, /x-accel-buffering: no/i)
      assert.ok(!trial.client.events.some(({ event }) => event === 'news'))
      await trial.go()
      await trial.client.until('the event', ({ events }) => events.some(({ event }) => event === 'news'))
      trial.client.destroy()
    },
  },
  {
    id: 18,
    title: 'compression does not hold events back',
    async test(target) {
      const trial = new Trial(target, 'live', { headers: { 'Accept-Encoding': 'gzip' } })
      await trial.client.until('headers', ({ head }) => head !== undefined, 3_000)
      await trial.go()
      await trial.client.until('the event, readable', ({ events }) => events.length === 1, 3_000)
      trial.client.destroy()
    },
  },
  {
    id: 19,
    title: 'server shutdown: a last retry, a clean end, bounded',
    async test(_target, launcher) {
      const own = await launcher.start()
      try {
        const trials = Array.from({ length: 20 }, () => new Trial(own, 'parked'))
        for (const { client } of trials) await client.until('first event', ({ events }) => events.length > 0)
        // Twice, as from a terminal whose parent process passes it on.
        const exit = own.stop('SIGTERM')
        void own.stop('SIGTERM')
        const late = sleep(4_000).then(() => 'hangs')
        assert.notEqual(await Promise.race([exit, late]), 'hangs', 'the process ends in bounded time')
        for (const { client } of trials) {
          await client.until('a clean end', ({ body }) => body.complete, 1_000)
          assert.ok(
            client.events.some(({ retry }) => retry !== undefined),
            'a last retry',
          )
        }
      } finally {
        await own.stop('SIGKILL')
      }
    },
  },
  {
    id: 20,
    title: 'timers never keep the process alive',
    async test(_target, launcher) {
      // Without a connection that would keep the process for itself.
      if (launcher.holdsConnections) return solo(launcher, 'exits')
      const own = await launcher.start()
      try {
        // Heartbeat, stall deadline and age are armed; the client stays, and its socket counts no more.
        const trial = new Trial(own, 'waiting')
        await trial.client.until('first event', ({ events }) => events.length > 0)
        await ask(controlOf(own), '/unref').catch(() => {})
        const late = sleep(5_000).then(() => 'stays')
        assert.notEqual(await Promise.race([own.ended, late]), 'stays', 'the process ends by itself')
      } finally {
        await own.stop('SIGKILL')
      }
    },
  },
  {
    id: 21,
    title: 'half-close (FIN) is a disconnect',
    async test(target) {
      const trial = new Trial(target, 'parked')
      await trial.client.until('first event', ({ events }) => events.length > 0)
      trial.client.halfClose()
      await cleanedOnce(trial)
      trial.client.destroy()
    },
  },
  {
    id: 22,
    title: 'half-open: undrained-write deadline and max age',
    async test(target) {
      const old = new Trial(target, 'aging')
      await old.client.until('clean end', ({ body }) => body.complete, 4_000)
      const beats = old.client.text.split(/\n\n/).filter((block) => block.startsWith(':')).length
      assert.ok(beats > 2, `${beats} heartbeats`)
      const probe = await cleanedOnce(old)
      assert.ok(target.peer || has(probe, 'closed:max-age'), `${probe.marks}`)
      const stuck = new Trial(target, 'stalling')
      stuck.client.pause()
      await cleanedOnce(stuck)
      stuck.client.destroy()
    },
  },
  {
    id: 23,
    title: 'a double import shares one state',
    async test(_target, launcher) {
      const own = await launcher.start()
      try {
        const trial = new Trial(own, 'parked')
        await trial.client.until('first event', ({ events }) => events.length > 0)
        // Another copy of the module, in the same process, sees the stream of the first and ends it.
        const copy = await ask<{ same: boolean; connections: number }>(controlOf(own), '/copy')
        assert.deepEqual(copy, { same: false, connections: 1 })
        await trial.client.until('a clean end', ({ body }) => body.complete, 3_000)
        assert.ok(
          trial.client.events.some(({ retry }) => retry === 5),
          'the retry of the other copy',
        )
      } finally {
        await own.stop('SIGKILL')
      }
    },
  },
  {
    id: 24,
    title: 'aborted on entry, or never read: the producer never starts',
    async test(target, launcher) {
      const trial = new Trial(target, 'belated')
      await trial.until('the handler', (probe) => has(probe, 'handling'))
      trial.client.destroy()
      await sleep(200)
      await trial.go()
      await sleep(300)
      assert.equal((await trial.probe()).started, 0, 'the producer started')
      await noFaults(target)
      if (!target.peer) await solo(launcher, 'unread')
    },
  },
  {
    id: 27,
    title: 'lone surrogates are never broken UTF-8',
    async test(target) {
      const trial = new Trial(target, 'surrogates')
      await trial.client.until('done', ({ events }) => events.some(({ event }) => event === 'done'))
      const text = new TextDecoder('utf-8', { fatal: true }).decode(trial.client.body.bytes)
      const { data } = trial.client.events.find(({ event }) => event === 'text')!
      assert.ok(text.includes(data))
      assert.match(JSON.parse(data) as string, /^a[\ud800\ufffd]b$/)
    },
  },
]

/** A check that needs a process to itself and no server. */
async function solo(launcher: Launcher, check: string): Promise<void> {
  assert.equal((await launcher.solo(check)).trim(), `${check} ok`)
}

/** Waits until a paced producer makes no more progress, because its send is pending. */
async function settled(trial: Trial): Promise<void> {
  let last = ''
  for (let same = 0; same < 6; await sleep(50)) {
    const { marks, started } = await trial.probe()
    const now = `${started} ${marks[0] ?? ''}`
    same = now === last && started ? same + 1 : 0
    last = now
  }
}
