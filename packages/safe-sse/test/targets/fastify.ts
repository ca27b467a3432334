import { createServer } from 'node:http'
import fastify from 'fastify'
import { compressed } from '../kit/compressed.ts'
import { announce } from '../kit/faults.ts'
import { answer } from '../kit/ours-node.ts'

const app = fastify({ serverFactory: (listener) => createServer(compressed(listener)) })
app.route({
  method: ['GET', 'HEAD'],
  url: '/*',
  handler: (request, reply) => {
    reply.hijack()
    return answer(request.raw, reply.raw)
  },
})
announce(Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port))
