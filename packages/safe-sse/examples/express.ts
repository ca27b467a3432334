import { sseNode } from '@nyxcore/safe-sse/node'
import compression from 'compression'
import express from 'express'

export const app = express()

app.use(compression()) // holds nothing back: streams are sent uncompressed
app.get('/events', async (req, res) => {
  await sseNode(req, res, (stream) => {
    const timer = setInterval(() => stream.trySend('tick', Date.now()), 1_000)
    stream.defer(() => clearInterval(timer))
    return stream.closed
  })
})
