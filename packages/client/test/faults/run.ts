import { isClientError } from '../../src/index.ts'
import { until } from '../serve.ts'
import { type Fault, faultServer, scenarioOf, terminal } from './server.ts'
import { type MakeSubject, ours, patience } from './subject.ts'

export interface FaultReport {
  scenarios: number
  /** What went wrong, each line with its seed. */
  failures: string[]
  reconnects: number
  /** Scenarios that ended, as they have to, in an error. */
  refused: number
  unhandled: number
  openSockets: number
}

/** Milliseconds that a connection may take besides the server's pauses: the client's patience where it falls silent. */
const cost = (fault: Fault): number => (fault === 'half-open' ? patience : 0) + 50
/** What all else may take: large bodies, the waits between connections. */
const slack = 400

/**
 * Runs scenarios `from` to `from + count - 1`, some at a time, and says what did not hold. One that came late has waited
 * for its neighbours or for its client: it runs once more, by itself, and what its client held up is late again.
 */
export async function runFaults(
  from: number,
  count: number,
  make: MakeSubject = ours(),
  parallel = 16,
): Promise<FaultReport> {
  const server = await faultServer()
  const subject = make(server.url)
  const report: FaultReport = {
    scenarios: count,
    failures: [],
    reconnects: 0,
    refused: 0,
    unhandled: 0,
    openSockets: 0,
  }
  const onUnhandled = () => report.unhandled++
  process.on('unhandledRejection', onUnhandled)
  const clock = stallClock()
  let next = from
  const late: number[] = []
  const worker = async () => {
    while (next < from + count) {
      const seed = next++
      const { problem, ms } = await inTime(seed)
      if (problem) failed(seed, problem)
      else if (ms > 0) late.push(seed)
    }
  }
  const again = async (seed: number) => {
    server.forget(seed)
    const { problem, ms } = await inTime(seed)
    if (problem || ms > 0) failed(seed, problem ?? `${ms} ms late, twice`)
  }
  const failed = (seed: number, problem: string) =>
    report.failures.push(`seed ${seed}: ${problem}; ${JSON.stringify(scenarioOf(seed))}`)

  /** The time due is that of the faults which struck, and that in which this process could not run. */
  async function inTime(seed: number): Promise<{ problem: string | undefined; ms: number }> {
    const stop = new AbortController()
    const started = performance.now()
    const stalled = clock.stalled()
    const due = () => {
      const made = server.connections.get(seed) ?? 0
      const faults = [...scenarioOf(seed).faults, 'none' as const].slice(0, made)
      const theirs = server.paused.get(seed) ?? 0
      return slack + theirs + faults.reduce((sum, fault) => sum + cost(fault), 0) + clock.stalled() - stalled
    }
    const late = () => Math.max(0, Math.round(performance.now() - started - due()))
    let watch: ReturnType<typeof setInterval> | undefined
    const hung = new Promise<string>((resolve) => {
      watch = setInterval(() => late() > 1_000 && resolve('it hangs'), 50)
    })
    const problem = await Promise.race([hung, oneScenario(seed, stop.signal)])
    clearInterval(watch)
    stop.abort()
    return { problem, ms: late() }
  }

  async function oneScenario(seed: number, signal: AbortSignal): Promise<string | undefined> {
    const { total, payload, faults } = scenarioOf(seed)
    const got: number[] = []
    let text: string | undefined
    let error: unknown
    try {
      if (seed % 5 === 4) text = await subject.json(seed, signal)
      else for await (const n of subject.stream(seed, signal, () => report.reconnects++)) got.push(n)
    } catch (caught) {
      error = caught
    }
    // Nothing is lost and nothing doubled, whether it comes to its end or not.
    if (got.some((n, i) => n !== i + 1)) return `events ${got} of 1 to ${total}`
    const last = faults[(server.connections.get(seed) ?? 0) - 1]
    if (last && terminal.has(last)) {
      report.refused++
      return isClientError(error) && error.code === 'INVALID_RESPONSE'
        ? undefined
        : `took ${last} for an answer`
    }
    if (error) return describe(error)
    if (text !== undefined) return text.length === payload ? undefined : `${text.length} characters`
    return got.length === total ? undefined : `took ${got.length} events of ${total} for all`
  }

  try {
    await Promise.all(Array.from({ length: parallel }, worker))
    // Three that are late twice say enough, and each costs its time.
    for (const seed of late) if (report.failures.length < 3) await again(seed)
    // Connections that fetch keeps for the next request, or has opened for one ahead, are its own: they go, or have
    // not carried a byte. What is left then is a request that nobody has ended.
    const busy = () => {
      server.server.closeIdleConnections()
      return [...server.sockets].filter((socket) => socket.bytesRead > 0).length
    }
    await until(() => busy() === 0, 2_000).catch(() => {})
    report.openSockets = busy()
    return report
  } finally {
    clock.stop()
    process.off('unhandledRejection', onUnhandled)
    await server.close()
  }
}

/** Counts the milliseconds in which this process could not run: it is server and client at once, beside others. */
function stallClock(): { stalled(): number; stop(): void } {
  let sum = 0
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    sum += Math.max(0, now - last - 12)
    last = now
  }, 10)
  return { stalled: () => sum, stop: () => clearInterval(timer) }
}

function describe(error: unknown): string {
  return isClientError(error) ? `${error.code} ${error.message}, cause ${String(error.cause)}` : String(error)
}
