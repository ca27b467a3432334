import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NodeRequest } from './node-request.ts'
import { toWebRequest } from './node-request.ts'
import { writeWebResponse } from './node-response.ts'
import type { Implementation } from './types.ts'

/** The parts of a Fastify instance that are needed. */
export interface FastifyLike {
  removeAllContentTypeParsers(): void
  addContentTypeParser(
    type: string,
    parser: (request: never, payload: never, done: (error: Error | null, body?: unknown) => void) => void,
  ): unknown
  all(path: string, options: object, handler: (request: never, reply: never) => Promise<unknown>): unknown
}

interface FastifyRequestLike {
  readonly raw: IncomingMessage
}

interface FastifyReplyLike {
  readonly raw: ServerResponse
  hijack(): unknown
  callNotFound(): unknown
  getHeaders(): Record<string, number | string | string[] | undefined>
}

/**
 * Serves an implementation as a plugin of Fastify. It takes the paths of the contract under the prefix that it is
 * registered with, and leaves bodies to the contract; the rest of the application keeps its own parsers. Hooks up to
 * `preHandler`, the headers they set, and `onResponse` work as ever; `onSend` does not see these answers, since streams
 * pass it by. `context` gets Fastify's request as `info.platform`.
 *
 * @example
 * ```ts
 * import { defineContract, route } from '@nyxcore/client'
 * import { implement } from '@nyxcore/client/server'
 * import { toFastify } from '@nyxcore/client/server/node'
 * import fastify from 'fastify'
 * import { z } from 'zod'
 *
 * const api = defineContract({ ping: route.get('/api/ping', { responses: { 200: z.string() } }) })
 * export const app = fastify()
 * app.register(toFastify(implement(api, { ping: () => 'pong' })), { prefix: '/api' })
 * ```
 */
export function toFastify(implementation: Implementation): (instance: FastifyLike) => Promise<void> {
  return async (instance) => {
    instance.removeAllContentTypeParsers()
    instance.addContentTypeParser('*', (_request, _payload, done) => done(null))
    instance.all('/*', {}, async (given, answer) => {
      const { raw } = given as FastifyRequestLike
      const reply = answer as FastifyReplyLike
      const request = toWebRequest(raw as NodeRequest, reply.raw)
      if (!implementation.matches(request.url)) return reply.callNotFound()
      reply.hijack()
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value)
      }
      await writeWebResponse(reply.raw, await implementation(request, given), raw.method)
      return reply
    })
  }
}
