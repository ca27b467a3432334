import { createServer } from 'node:http'
import { createSseNode } from '@nyxcore/safe-sse/node'

const { sseNode, drain } = createSseNode({ maxConnections: 10_000 })

export const server = createServer((req, res) => {
  void sseNode(req, res, (stream) => {
    const timer = setInterval(() => stream.trySend('tick', Date.now()), 1_000)
    stream.defer(() => clearInterval(timer))
    return stream.closed
  })
})

process.on('SIGTERM', () => drain({ timeout: 5_000 }).then(() => process.exit(0)))
