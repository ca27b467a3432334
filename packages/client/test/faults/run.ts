import { z } from 'zod'
import { createClient, isClientError, route, stream } from '../../src/index.ts'
import { until } from '../serve.ts'
import { faultServer, scenarioOf } from './server.ts'

const step = z.object({ n: z.number(), text: z.string() })
const api = {
  run: stream('/run/:seed', { events: { step, done: step }, final: ['done'] }),
  json: route.get('/json/:seed', { responses: { 200: z.object({ text: z.string() }) } }),
}

export interface FaultReport {
  scenarios: number
  /** What went wrong, each line with its seed. */
  failures: string[]
  reconnects: number
  unhandled: number
  openSockets: number
}

/** Runs scenarios `from` to `from + count - 1`, some at a time, and says what did not hold. */
export async function runFaults(from: number, count: number, parallel = 16): Promise<FaultReport> {
  const server = await faultServer()
  const client = createClient(api, {
    baseUrl: server.url,
    timeout: { attempt: 700, total: 30_000 },
    retry: { attempts: 40, baseDelay: 1, maxDelay: 5, budget: Infinity },
  })
  const failures: string[] = []
  let reconnects = 0
  let unhandled = 0
  const onUnhandled = () => unhandled++
  process.on('unhandledRejection', onUnhandled)
  let next = from
  const worker = async () => {
    while (next < from + count) {
      const seed = next++
      const started = Date.now()
      const problem = await (seed % 5 === 4 ? oneJson(seed) : oneStream(seed)).catch((error) =>
        describe(error),
      )
      // Each connection may take its 700 ms, and the waits between them little more.
      const limit = 3_000 + 1_000 * (scenarioOf(seed).faults.length + 1)
      const took = Date.now() - started
      if (problem) failures.push(`seed ${seed}: ${problem}; ${JSON.stringify(scenarioOf(seed))}`)
      else if (took > limit * 4) failures.push(`seed ${seed}: it took ${took} ms, ${limit} ms were due`)
    }
  }

  async function oneStream(seed: number): Promise<string | undefined> {
    const { total } = scenarioOf(seed)
    const got: number[] = []
    const events = client.run({
      params: { seed },
      idleTimeout: 700,
      reconnect: { attempts: 40, minDelay: 1, maxDelay: 5 },
      onReconnect: () => reconnects++,
    })
    for await (const event of events) if ('n' in event.data) got.push(event.data.n)
    const due = Array.from({ length: total }, (_, n) => n + 1)
    return `${got}` === `${due}` ? undefined : `events ${got} instead of 1 to ${total}`
  }

  async function oneJson(seed: number): Promise<string | undefined> {
    const { text } = await client.json({ params: { seed } })
    return text.length === scenarioOf(seed).payload ? undefined : `${text.length} characters`
  }

  try {
    await Promise.all(Array.from({ length: parallel }, worker))
    // Connections that fetch keeps for the next request, or has opened for one ahead, are its own: they go, or have
    // not carried a byte. What is left then is a request that nobody has ended.
    const busy = () => {
      server.server.closeIdleConnections()
      return [...server.sockets].filter((socket) => socket.bytesRead > 0).length
    }
    await until(() => busy() === 0, 10_000).catch(() => {})
    const open = busy()
    return { scenarios: count, failures, reconnects, unhandled, openSockets: open }
  } finally {
    process.off('unhandledRejection', onUnhandled)
    await server.close()
  }
}

function describe(error: unknown): string {
  return isClientError(error) ? `${error.code} ${error.message}, cause ${String(error.cause)}` : String(error)
}
