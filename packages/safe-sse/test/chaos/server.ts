// A server whose every stream counts its cleanup, and that says over IPC what it holds.
import { createServer, type Server } from 'node:http'
import process from 'node:process'
import { createAdaptorServer } from '@hono/node-server'
import { createSse, type SseOptions, type SseStream, sse } from '../../src/index.ts'
import { sseNode } from '../../src/node.ts'

const seen = { started: 0, cleanups: 0, closes: 0, faults: [] as string[] }
process.on('uncaughtException', (error) => seen.faults.push(String(error)))
process.on('unhandledRejection', (error) => seen.faults.push(String(error)))

const options: SseOptions = { heartbeat: 50, stallTimeout: 300, onClose: () => void seen.closes++ }
const text = 'x'.repeat(2_000)

/** Half of the producers await their sends and half do not; some fail, some close. */
async function produce(stream: SseStream): Promise<void> {
  seen.started++
  stream.defer(() => void seen.cleanups++)
  const kind = seen.started % 6
  for (let n = 0; n < 400 && !stream.signal.aborted; n++) {
    const sent = stream.send('tick', text, { id: String(n) })
    if (kind % 2) await sent
    else if (n % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    if (kind === 4 && n === 100) stream.close({ retry: 100 })
    if (kind === 5 && n === 100) throw new Error('chaos')
  }
}

const server: Server =
  process.argv.at(-1) === 'web'
    ? (createAdaptorServer({
        fetch: (request) => sse(request, produce, { ...options, onError: () => {} }),
      }) as Server)
    : createServer((req, res) => void sseNode(req, res, produce, { ...options, onError: () => {} }))

process.on('message', () => {
  for (let n = 0; n < 4; n++) globalThis.gc?.()
  process.send?.({
    ...seen,
    heap: process.memoryUsage().heapUsed,
    stats: createSse().stats(),
    handles: process.getActiveResourcesInfo().filter((name) => /TCPSocketWrap|Timeout/.test(name)).length,
  })
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }))
