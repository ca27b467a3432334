import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { admit } from './admit.ts'
import { mistake } from './errors.ts'
import { type Group, groupOf } from './group.ts'
import type { CloseReason } from './lifecycle.ts'
import { isGone, NodeConnection } from './node-connection.ts'
import { createSse, type SseServer } from './server.ts'
import type { EventSchemas, Producer, SseLimits, SseOptions } from './types.ts'
import { NONE } from './web.ts'

/** A request of node:http or node:http2; Express' `req`, Fastify's `request.raw` and Koa's `ctx.req` are such. */
export type NodeRequest = IncomingMessage | Http2ServerRequest
/** Its response. */
export type NodeResponse = ServerResponse | Http2ServerResponse

/**
 * Answers a Node request with an event stream: node:http, node:http2, Express, Fastify (after `reply.hijack()`),
 * Koa (with `ctx.respond = false`). The producer is as for `sse`.
 *
 * @returns why the stream ended, once its last byte is out, or undefined where there was none (HEAD, 204, 409,
 *   503). Never rejects because of the connection or the producer.
 * @throws {SseError} `RESPONSE_STARTED` if headers were sent before; `INVALID_OPTION`.
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 * import { sseNode } from '@nyxcore/safe-sse/node'
 *
 * createServer((req, res) => {
 *   void sseNode(req, res, async (stream) => {
 *     const timer = setInterval(() => stream.trySend('tick', Date.now()), 1_000)
 *     stream.defer(() => clearInterval(timer))
 *     await stream.closed
 *   })
 * }).listen(3000)
 * ```
 */
export function sseNode<const E extends EventSchemas = EventSchemas>(
  req: NodeRequest,
  res: NodeResponse,
  run: Producer<NoInfer<E>>,
  options?: SseOptions<E>,
): Promise<CloseReason | undefined> {
  return respond(groupOf(), req, res, run as unknown as Producer, (options ?? NONE) as SseOptions)
}

/** What {@link createSseNode} gives. */
export interface SseNodeServer extends SseServer {
  /** As `sseNode`, within the limits and with the defaults given. */
  readonly sseNode: typeof sseNode
}

/**
 * `createSse` with `sseNode` besides.
 *
 * @example
 * ```ts
 * import { createSseNode } from '@nyxcore/safe-sse/node'
 *
 * const { sseNode, drain } = createSseNode({ maxConnections: 10_000, heartbeat: 10_000 })
 * process.on('SIGTERM', async () => {
 *   await drain({ timeout: 5_000 })
 *   process.exit(0)
 * })
 * ```
 */
export function createSseNode(options: SseLimits & SseOptions = {}): SseNodeServer {
  const group = groupOf(options.name)
  return {
    ...createSse(options),
    sseNode: (req, res, run, own) =>
      respond(group, req, res, run as unknown as Producer, { ...options, ...own } as SseOptions),
  }
}

function respond(
  group: Group,
  req: NodeRequest,
  res: NodeResponse,
  produce: Producer,
  options: SseOptions,
): Promise<CloseReason | undefined> {
  if (res.headersSent)
    mistake('RESPONSE_STARTED', 'Headers were sent before sseNode. Let nothing write to the response first.')
  const header = (name: string): string | undefined => req.headers[name] as string | undefined
  const answer = admit(group, req.method, header, produce, options, NodeConnection)
  const { status, headers, connection_: connection } = answer
  const wire = res as ServerResponse
  connection?.attach(wire)
  if (isGone(wire)) connection?.end_('client-left')
  else {
    if (headers instanceof Headers) {
      // Cookies that middleware has set stay.
      for (const [name, value] of headers)
        name === 'set-cookie' ? wire.appendHeader(name, value) : wire.setHeader(name, value)
      wire.writeHead(status)
    } else wire.writeHead(status, headers as OutgoingHttpHeaders | undefined)
    if (connection) connection.ready_()
    else wire.end()
  }
  return Promise.resolve(connection?.done_)
}
