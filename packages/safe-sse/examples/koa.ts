import { sseNode } from '@nyxcore/safe-sse/node'
import Koa from 'koa'

export const app = new Koa()

app.use(async (context) => {
  context.respond = false
  await sseNode(context.req, context.res, (stream) => {
    const timer = setInterval(() => stream.trySend('tick', Date.now()), 1_000)
    stream.defer(() => clearInterval(timer))
    return stream.closed
  })
})
