import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A real server on a free port, which knows its open sockets. */
export interface Served {
  readonly url: string
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[]
  readonly sockets: Set<Socket>
  readonly server: Server
  close(): Promise<void>
}

export type Handler = (req: IncomingMessage, res: ServerResponse, n: number) => unknown

/** Serves a handler on loopback; `n` counts requests from 1. */
export async function serve(handler: Handler): Promise<Served> {
  const sockets = new Set<Socket>()
  const requests: Served['requests'] = []
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    const entry = { method: req.method!, url: req.url!, headers: req.headers, body: '' }
    requests.push(entry)
    const n = requests.length
    try {
      for await (const chunk of req) chunks.push(chunk)
      entry.body = Buffer.concat(chunks).toString()
      await handler(req, res, n)
    } catch {
      res.destroy()
    }
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    sockets,
    server,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Answers JSON. */
export function json(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** Starts an event stream. */
export function startEvents(res: ServerResponse, headers: Record<string, string> = {}): void {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...headers })
  res.flushHeaders()
}

/** Waits until something holds. */
export async function until(holds: () => boolean, ms = 5_000): Promise<void> {
  const end = Date.now() + ms
  while (!holds()) {
    if (Date.now() > end) throw new Error('It did not come to hold in time')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
