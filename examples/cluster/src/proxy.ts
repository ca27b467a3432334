import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'

/** Sends each request to the next process; to another where one cannot be reached. It buffers nothing. */
export function createProxy(ports: () => readonly number[]): Server {
  let turn = 0
  return createServer((incoming, outgoing) => {
    const all = ports()
    const first = turn++
    forward(
      incoming,
      outgoing,
      all.map((_, index) => all[(first + index) % all.length] ?? 0),
    )
  })
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  [port, ...others]: readonly number[],
): void {
  if (port === undefined) {
    outgoing.writeHead(503, { 'retry-after': '1' }).end('no process is there')
    return
  }
  const upstream = request({
    host: '127.0.0.1',
    port,
    method: incoming.method,
    path: incoming.url,
    headers: incoming.headers,
    agent: false,
  })
  upstream.once('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
    // A process that dies in the middle is passed on as what it is: a connection that breaks, not a clean end.
    answer.once('error', () => outgoing.destroy())
  })
  upstream.once('error', (error: NodeJS.ErrnoException) => {
    if (outgoing.headersSent) outgoing.destroy()
    // Nothing of the request has arrived there, or it may be asked twice: another process may have it.
    else if (error.code === 'ECONNREFUSED' || incoming.method === 'GET') forward(incoming, outgoing, others)
    else outgoing.writeHead(502).end()
  })
  outgoing.once('close', () => upstream.destroy())
  incoming.pipe(upstream)
}
