import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

/** A request of `node:http` or of its like in `node:http2`; Express' and Fastify's `raw` are such. */
export type NodeRequest = (IncomingMessage | Http2ServerRequest) & {
  /** Express: the path before a router took its mount point away. */
  readonly originalUrl?: string | undefined
  /** Express: what a body parser read. */
  readonly body?: unknown
}

/** A response of `node:http` or `node:http2`. */
export type NodeResponse = ServerResponse | Http2ServerResponse

/**
 * Makes a Web request of Node's. Its signal aborts when the connection closes before the answer was written. A body that
 * a parser has read already is written down again.
 *
 * @throws TypeError for what no Web request can be: the methods TRACE and CONNECT, a broken Host.
 */
export function toWebRequest(req: NodeRequest, res: NodeResponse): Request {
  const control = new AbortController()
  res.once('close', () => {
    if (!res.writableFinished) control.abort(new DOMException('The client left.', 'AbortError'))
  })
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    if (name.startsWith(':') || value === undefined) continue
    for (const item of Array.isArray(value) ? value : [value]) headers.append(name, item)
  }
  const { method = 'GET' } = req
  const secure = 'encrypted' in req.socket && req.socket.encrypted
  const authority = req.headers[':authority'] ?? req.headers.host ?? 'localhost'
  const path = req.originalUrl ?? req.url ?? '/'
  // The path may look like a host of its own (`//x`), so it is appended and never resolved.
  const url = `${secure ? 'https' : 'http'}://${String(authority)}${path.startsWith('/') ? path : `/${path}`}`
  const init: RequestInit & { duplex?: 'half' } = { method, headers, signal: control.signal }
  if (method !== 'GET' && method !== 'HEAD' && hasBody(req)) {
    init.body = bodyOf(req, headers)
    init.duplex = 'half'
  }
  return new Request(url, init)
}

function hasBody(req: NodeRequest): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = req.headers
  if (length !== undefined) return Number(length) > 0
  // HTTP/2 announces no length; there the end of the stream says whether something comes.
  return encoding !== undefined || (req.httpVersionMajor >= 2 && !req.readableEnded)
}

function bodyOf(req: NodeRequest, headers: Headers): BodyInit {
  const { body } = req
  if (!req.readableEnded || body === undefined) {
    return Readable.toWeb(req as Readable) as NodeReadableStream<Uint8Array> as ReadableStream<Uint8Array>
  }
  headers.delete('content-length')
  headers.delete('content-encoding')
  if (typeof body === 'string' || body instanceof Uint8Array) return body as BodyInit
  if (/^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '')) {
    return new URLSearchParams(body as Record<string, string>)
  }
  return JSON.stringify(body)
}
