import type { Contract } from '../types.ts'
import { readRequestBody } from './body.ts'
import { type Endpoint, endpointsOf } from './endpoints.ts'
import { checkPart, checkText, readQuery } from './input.ts'
import { HttpProblem, problemResponse } from './problem.ts'
import { toResponse } from './reply.ts'
import { Router } from './router.ts'
import { readLastEventId, type ServerRun, type StreamReply } from './sse.ts'
import type { ContextInfo, Handlers, Implementation, ImplementOptions } from './types.ts'

type Handler = (args: Record<string, unknown>) => unknown

interface Served {
  readonly endpoint: Endpoint
  readonly handler: Handler
}

const MAX_BODY = 1 << 20

/**
 * Turns a contract and a handler for each of its endpoints into a function from `Request` to `Response`.
 *
 * What arrives is checked before a handler sees it, what a handler returns before it is sent. Errors are
 * `application/problem+json` (RFC 9457) and name the field at fault; each answer carries its id as `x-request-id`. A HEAD
 * is answered by the handler of GET without its body, OPTIONS with `Allow`, and a method that a path does not have with 405.
 *
 * @throws Error at once if a handler is missing, an endpoint is declared twice, or there are streams and no `sse`.
 * @example
 * ```ts
 * import { defineContract, route } from '@nyxcore/client'
 * import { HttpProblem, implement } from '@nyxcore/client/server'
 * import { z } from 'zod'
 *
 * const api = defineContract({
 *   note: route.get('/notes/:id', { responses: { 200: z.object({ text: z.string() }) } }),
 * })
 * const notes = new Map([['1', { text: 'Buy milk' }]])
 * export const handle = implement(api, {
 *   note: ({ params }) => {
 *     const note = notes.get(params.id)
 *     if (!note) throw new HttpProblem(404, { detail: 'There is no such note.' })
 *     return note
 *   },
 * })
 * const response = await handle(new Request('http://localhost/notes/1'))
 * ```
 */
export function implement<const C extends Contract, Ctx = undefined>(
  contract: C,
  handlers: Handlers<C, Ctx>,
  options: ImplementOptions<Ctx> = {},
): Implementation {
  const router = new Router<Served>()
  for (const { names, endpoint } of endpointsOf(contract)) {
    const handler = names.reduce<unknown>(
      (at, name) => (at as Record<string, unknown> | undefined)?.[name],
      handlers,
    )
    if (typeof handler !== 'function') throw new Error(`There is no handler for ${names.join('.')}`)
    if (endpoint.kind === 'stream' && !options.sse) {
      throw new Error(`The contract has a stream (${names.join('.')}): pass { sse } of @nyxcore/safe-sse`)
    }
    router.add(endpoint.method, endpoint.path, { endpoint, handler: handler as Handler })
  }
  const base = (options.basePath ?? '').replace(/\/+$/, '')
  const find = (method: string, { pathname }: URL) => {
    if (base && pathname !== base && !pathname.startsWith(`${base}/`)) return undefined
    return router.find(method, pathname.slice(base.length) || '/')
  }

  const handle = async (request: Request, platform?: unknown): Promise<Response> => {
    const requestId = options.requestId?.(request) ?? defaultRequestId(request)
    const head = request.method === 'HEAD'
    let endpoint: Endpoint | undefined
    let response: Response
    try {
      const found = route(request, find)
      if (found instanceof Response) response = found
      else {
        endpoint = found.entry.endpoint
        response = await answer(options, found.entry, found.params, request, requestId, platform)
      }
    } catch (error) {
      let problem = toProblem(error)
      try {
        const told = options.onError?.(problem.code === 'INVALID_RESPONSE' ? problem.cause : error, {
          requestId,
          request,
          status: problem.status,
          endpoint,
        })
        if (told instanceof HttpProblem) problem = told
      } catch {
        // A hook that fails must not cost the client its answer.
      }
      response = problemResponse(problem, requestId)
    }
    if (head && response.body) {
      response.body.cancel().catch(() => {})
      response = new Response(null, response)
    }
    return withRequestId(response, requestId)
  }
  return Object.assign(handle, {
    matches(url: string | URL): boolean {
      try {
        return find('GET', new URL(url, 'http://localhost')) !== undefined
      } catch {
        return false
      }
    },
  })
}

function route(
  request: Request,
  find: (method: string, url: URL) => ReturnType<Router<Served>['find']>,
): { entry: Served; params: Readonly<Record<string, string>> } | Response {
  const { method } = request
  let found: ReturnType<typeof find>
  try {
    found = find(method === 'HEAD' ? 'GET' : method, new URL(request.url))
  } catch (cause) {
    throw new HttpProblem(400, {
      code: 'MALFORMED_REQUEST',
      detail: 'The path is not validly encoded.',
      cause,
    })
  }
  if (!found) throw new HttpProblem(404, { code: 'NOT_FOUND', detail: 'There is nothing at this path.' })
  if (found.match) return found.match
  const allowed = new Set([...found.methods, 'OPTIONS'])
  if (allowed.has('GET')) allowed.add('HEAD')
  const allow = [...allowed].sort().join(', ')
  if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } })
  throw new HttpProblem(405, {
    code: 'METHOD_NOT_ALLOWED',
    detail: `This path takes ${allow}.`,
    headers: { allow },
  })
}

async function answer<Ctx>(
  options: ImplementOptions<Ctx>,
  { endpoint, handler }: Served,
  params: Readonly<Record<string, string>>,
  request: Request,
  requestId: string,
  platform: unknown,
): Promise<Response> {
  const { def } = endpoint
  const info: ContextInfo = { requestId, endpoint, platform }
  // Who asks is settled before anything that was sent is looked at.
  const context = await options.context?.(request, info)
  const limit =
    typeof options.maxBodySize === 'function'
      ? options.maxBodySize(endpoint)
      : (options.maxBodySize ?? MAX_BODY)
  const args: Record<string, unknown> = {
    params: def.params ? await checkText(def.params, 'params', params) : params,
    query: def.query && (await checkText(def.query, 'query', readQuery(new URL(request.url).searchParams))),
    headers: def.headers && (await checkText(def.headers, 'headers', Object.fromEntries(request.headers))),
    body: def.body && (await checkPart(def.body, 'body', await readRequestBody(request, def.body, limit))),
    request,
    signal: request.signal,
    requestId,
    context,
  }
  if (endpoint.kind === 'route')
    return toResponse(endpoint, await handler(args), options.responses ?? 'original')

  const returned = (await handler({ ...args, lastEventId: readLastEventId(request.headers) })) as
    | ServerRun
    | AsyncIterable<never>
    | StreamReply
    | Response
  if (returned instanceof Response) return returned
  const { run, options: more } =
    typeof returned === 'function'
      ? { run: returned, options: undefined }
      : Symbol.asyncIterator in returned
        ? { run: () => returned, options: undefined }
        : returned
  return options.sse!(request, run, {
    ...more,
    ...(options.responses === 'unchecked' ? {} : { events: endpoint.def.events }),
    requestId,
    onError: (error) => void options.onError?.(error, { requestId, request, status: 200, endpoint }),
  })
}

function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  return new HttpProblem(500, { code: 'INTERNAL', cause: error })
}

function defaultRequestId(request: Request): string {
  const given = request.headers.get('x-request-id')
  return given && /^[\w.:-]{1,128}$/.test(given) ? given : crypto.randomUUID()
}

/** Headers of some responses (redirects, answers of fetch) cannot be changed; those are copied. */
function withRequestId(response: Response, requestId: string): Response {
  if (response.headers.has('x-request-id')) return response
  try {
    response.headers.set('x-request-id', requestId)
    return response
  } catch {
    const copy = new Response(response.body, response)
    copy.headers.set('x-request-id', requestId)
    return copy
  }
}
