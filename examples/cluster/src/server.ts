import { createServer } from 'node:http'
import { implement } from '@nyxcore/client/server'
import { toExpress } from '@nyxcore/client/server/node'
import { createSseNode } from '@nyxcore/safe-sse/node'
import express from 'express'
import { api } from './contract.ts'
import { cannotStart } from './exit.ts'
import { EventLog } from './log.ts'
import { Runner } from './runs.ts'

const { sse, sseNode, drain } = createSseNode({ maxConnections: 10_000 })
const log = new EventLog(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379')
try {
  await log.open()
} catch (error) {
  console.error(`cluster: Redis cannot be reached (${(error as Error).message}); REDIS_URL says where it is`)
  process.exit(cannotStart)
}
const runner = new Runner(log)

const app = express().disable('x-powered-by')
app.use((_request, response, next) => {
  response.setHeader('x-process', String(process.pid))
  next()
})

app.get('/api/v1/events/runs/:id', async (request, response) => {
  const { id } = request.params
  if (!(await runner.knows(id))) {
    response.status(404).json({ error: 'there is no such run' })
    return
  }
  const { 'last-event-id': cursor } = request.headers
  if (cursor !== undefined && !/^\d{1,16}-\d{1,16}$/.test(`${cursor}`)) {
    response.status(400).json({ error: 'Last-Event-ID must be an id of this stream' })
    return
  }
  await sseNode(request, response, async (stream) => {
    const after = stream.lastEventId ?? undefined
    // Said once: what lies between is gone, and nothing else is left out.
    const oldest = after === undefined ? undefined : await log.gapBefore(id, after)
    if (after !== undefined && oldest !== undefined)
      await stream.send('nyx.gap', { requested: after, oldest })
    for await (const event of log.follow(id, after, 'done', stream.signal)) {
      if (!(await stream.send(event.type, event.data, { id: event.id }))) return
    }
  })
})
app.use(
  toExpress(
    implement(
      { runs: { start: api.runs.start } },
      { runs: { start: async ({ body }) => ({ id: await runner.start(body) }) } },
      { sse },
    ),
  ),
)

const server = createServer(app).listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  process.send?.({ port, pid: process.pid })
})

async function stop(): Promise<void> {
  runner.stop()
  server.close()
  // Streams end with a `retry` of their own each, so that their clients do not all come back at once.
  await drain({ timeout: 1_000, retry: 200, retryJitter: 500 })
  log.close()
  process.exit(0)
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The parent is gone.
process.once('disconnect', stop)
