import { createServer } from 'node:http2'
import { sseNode } from '@nyxcore/safe-sse/node'

// The same as for node:http. Browsers speak HTTP/2 over TLS only: createSecureServer({ key, cert }, ...)
export const server = createServer((req, res) => {
  void sseNode(req, res, (stream) => {
    const timer = setInterval(() => stream.trySend('tick', Date.now()), 1_000)
    stream.defer(() => clearInterval(timer))
    return stream.closed
  })
})
