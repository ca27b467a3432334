import type { IncomingMessage, ServerResponse } from 'node:http'
import { type NodeRequest, toWebRequest } from './node-request.ts'
import { writeWebResponse } from './node-response.ts'
import type { Implementation } from './types.ts'

/** A middleware of Express, Connect and their like, and a listener of `node:http`. */
export type ExpressHandler = (
  req: IncomingMessage,
  res: ServerResponse,
  next?: (error?: unknown) => void,
) => Promise<void>

/**
 * Serves an implementation in Express, or in `node:http` itself (`createServer(toExpress(...))`). Paths that the contract
 * does not have go on to the next handler where there is one; `context` gets `{ req, res }` as `info.platform`.
 *
 * Put it before body parsers: then bodies are streamed and their size limit holds. What a parser has read already is
 * taken as well.
 *
 * @example
 * ```ts
 * import { defineContract, route } from '@nyxcore/client'
 * import { implement } from '@nyxcore/client/server'
 * import { toExpress } from '@nyxcore/client/server/node'
 * import express from 'express'
 * import { z } from 'zod'
 *
 * const api = defineContract({ ping: route.get('/ping', { responses: { 200: z.string() } }) })
 * export const app = express().use(toExpress(implement(api, { ping: () => 'pong' })))
 * ```
 */
export function toExpress(implementation: Implementation): ExpressHandler {
  return async (req, res, next) => {
    let request: Request
    try {
      request = toWebRequest(req as NodeRequest, res)
    } catch (error) {
      if (next) return next(error)
      res.statusCode = 400
      res.end()
      return
    }
    if (next && !implementation.matches(request.url)) return next()
    try {
      await writeWebResponse(res, await implementation(request, { req, res }), req.method)
    } catch (error) {
      // A header that cannot be written, or an answer that another middleware has begun.
      if (next) return next(error)
      res.destroy()
    }
  }
}
