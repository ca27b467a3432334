import type { ServerResponse } from 'node:http'
import { type Served, serve } from '../serve.ts'

/** What a server may do wrong on one connection. */
export const faults = [
  'none',
  'reset',
  'reset-in-chunk',
  'clean-end',
  'cut-in-event',
  'server-error',
  'busy',
  'slow-drip',
  'latency',
  'half-open',
  'redirect',
  'replay-all',
  'wrong-type',
  'truncated',
] as const
export type Fault = (typeof faults)[number]

/** Faults after which a client has to give up at once: what came is not what was asked for, and would come again. */
export const terminal: ReadonlySet<Fault> = new Set(['wrong-type'])

/** How one stream goes: what is sent, and what goes wrong on each connection in turn. */
export interface Scenario {
  readonly total: number
  readonly faults: readonly Fault[]
  /** Events before the fault of a connection strikes. */
  readonly after: readonly number[]
  readonly payload: number
}

/** Repeatable randomness (mulberry32), so that a failure names its seed. */
export function randomOf(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export function scenarioOf(seed: number): Scenario {
  const random = randomOf(seed)
  const pick = (n: number) => Math.floor(random() * n)
  const connections = pick(5)
  return {
    total: 1 + pick(40),
    faults: Array.from({ length: connections }, () => faults[1 + pick(faults.length - 1)]!),
    after: Array.from({ length: connections }, () => pick(12)),
    payload: random() < 0.2 ? 20_000 : pick(200),
  }
}

/** Takes its time, and notes for whom how long that was. */
type Pause = (ms: number) => Promise<void>

export interface FaultServer extends Served {
  /** Connections so far, by seed. */
  readonly connections: ReadonlyMap<number, number>
  /** Milliseconds that the server took its time, by seed. */
  readonly paused: ReadonlyMap<number, number>
  /** Serves a scenario from its beginning again. */
  forget(seed: number): void
}

/**
 * Serves `/run/:seed` (a resumable stream) and `/json/:seed`. The numbers 1 to `total` are the events' ids; the last
 * one is final.
 */
export async function faultServer(): Promise<FaultServer> {
  const connections = new Map<number, number>()
  const paused = new Map<number, number>()
  const served = await serve(async (req, res) => {
    const [, kind, name] = req.url!.split(/[/?]/)
    const seed = Number(name)
    const scenario = scenarioOf(seed)
    const pause: Pause = async (ms) => {
      const started = performance.now()
      await new Promise((resolve) => setTimeout(resolve, ms))
      paused.set(seed, (paused.get(seed) ?? 0) + performance.now() - started)
    }
    const moved = req.url!.endsWith('?moved')
    const n = (connections.get(seed) ?? 0) - (moved ? 1 : 0)
    if (!moved) connections.set(seed, n + 1)
    const fault = scenario.faults[n] ?? 'none'
    const after = scenario.after[n] ?? 0
    if (fault === 'latency') await pause(30)
    if (fault === 'redirect' && !moved) return void res.writeHead(307, { location: `${req.url}?moved` }).end()
    if (fault === 'server-error')
      return void res.writeHead(500 + (seed % 5), { 'content-type': 'text/html' }).end('<p>')
    if (fault === 'busy') return void res.writeHead(429, { 'retry-after': '0' }).end()
    if (fault === 'wrong-type') return wrongType(res, kind, seed)
    return kind === 'json'
      ? answer(res, scenario, fault, pause)
      : send(res, scenario, fault, after, Number(req.headers['last-event-id'] ?? 0), pause)
  })
  return Object.assign(served, {
    connections,
    paused,
    forget: (seed: number) => {
      connections.delete(seed)
      paused.delete(seed)
    },
  })
}

/** What a proxy's login page or a confused server sends: a good status, and events or JSON that are none. */
function wrongType(res: ServerResponse, kind: string | undefined, seed: number): void {
  const types = ['text/html', 'text/plain', kind === 'json' ? 'text/event-stream' : 'application/json']
  const body = kind === 'json' ? '<p>' : 'id: 9\nevent: done\ndata: {"n":9,"text":"forged"}\n\n'
  res.writeHead(200, { 'content-type': types[seed % types.length] }).end(body)
}

async function answer(res: ServerResponse, { payload }: Scenario, fault: Fault, pause: Pause): Promise<void> {
  const text = JSON.stringify({ text: 'x'.repeat(payload) })
  if (fault === 'reset') return void res.socket?.resetAndDestroy()
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length })
  if (fault === 'half-open') return void res.write(text.slice(0, 3))
  if (
    fault === 'clean-end' ||
    fault === 'cut-in-event' ||
    fault === 'truncated' ||
    fault === 'reset-in-chunk'
  ) {
    res.write(text.slice(0, -2))
    await pause(5)
    return void (fault === 'reset-in-chunk' ? res.socket?.resetAndDestroy() : res.destroy())
  }
  if (fault !== 'slow-drip') return void res.end(text)
  for (let at = 0; at < text.length; at += Math.ceil(text.length / 5)) {
    res.write(text.slice(at, at + Math.ceil(text.length / 5)))
    await pause(2)
  }
  res.end()
}

async function send(
  res: ServerResponse,
  scenario: Scenario,
  fault: Fault,
  after: number,
  last: number,
  pause: Pause,
): Promise<void> {
  const { total, payload } = scenario
  // A length that is never reached: the body is truncated wherever the connection ends.
  const length = fault === 'truncated' ? { 'content-length': 1 << 20 } : {}
  res.writeHead(200, { 'content-type': 'text/event-stream', ...length })
  res.flushHeaders()
  res.setMaxListeners(0)
  // A server that repeats what it had sent: from the start, or the last event once more.
  const from = fault === 'replay-all' ? 1 : Math.max(1, last + (last % 3 === 0 ? 0 : 1))
  let sent = 0
  for (let id = from; id <= total; id++) {
    const name = id === total ? 'done' : 'step'
    const event = `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify({ n: id, text: '語'.repeat(payload) })}\n\n`
    if (
      sent++ >= after &&
      fault !== 'none' &&
      fault !== 'redirect' &&
      fault !== 'latency' &&
      fault !== 'replay-all'
    ) {
      if (fault === 'half-open') return
      if (fault === 'reset') return void res.socket?.resetAndDestroy()
      if (fault === 'clean-end') return void res.end()
      if (fault === 'truncated') return void res.socket?.end()
      if (fault === 'cut-in-event') return void res.end(event.slice(0, event.length >> 1))
      if (fault === 'reset-in-chunk') {
        // In the middle of a character, too: bytes, not text.
        res.write(Buffer.from(event).subarray(0, Buffer.byteLength(event) >> 1))
        await pause(3)
        return void res.socket?.resetAndDestroy()
      }
      const bytes = Buffer.from(event)
      for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 7)) {
        res.write(bytes.subarray(at, at + Math.ceil(bytes.length / 7)))
        await pause(2)
      }
      continue
    }
    if (!res.write(event))
      await Promise.race([
        new Promise((resolve) => res.once('drain', resolve)),
        new Promise((resolve) => setTimeout(resolve, 1_000)),
      ])
  }
  // It stays open: the client is to leave after the final event.
}
