import { sseNode } from '@nyxcore/safe-sse/node'
import fastify from 'fastify'

export const app = fastify()

app.get('/events', async (request, reply) => {
  reply.hijack()
  await sseNode(request.raw, reply.raw, (stream) => {
    const timer = setInterval(() => stream.trySend('tick', Date.now()), 1_000)
    stream.defer(() => clearInterval(timer))
    return stream.closed
  })
})
