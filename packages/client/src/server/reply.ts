import { ClientError, type ClientErrorOptions } from '../errors.ts'
import { problem } from '../problem.ts'
import type { AnySchema } from '../standard.ts'
import { bodyKind } from './body.ts'
import type { Endpoint } from './endpoints.ts'
import { HttpProblem } from './problem.ts'
import type { ImplementOptions } from './types.ts'

/** A status with its data. Made by {@link reply}. */
export class Reply<Status extends number = number, Data = unknown> {
  readonly status: Status
  readonly data: Data
  readonly headers: HeadersInit | undefined

  constructor(status: Status, data: Data, headers: HeadersInit | undefined) {
    this.status = status
    this.data = data
    this.headers = headers
  }
}

/**
 * Answers with one of the statuses that a route declares.
 *
 * @example
 * ```ts
 * import { defineContract, route } from '@nyxcore/client'
 * import { implement, reply } from '@nyxcore/client/server'
 * import { z } from 'zod'
 *
 * const api = defineContract({
 *   create: route.post('/notes', {
 *     body: z.object({ text: z.string() }),
 *     responses: { 201: z.object({ id: z.string() }), 409: z.object({ reason: z.string() }) },
 *   }),
 * })
 * export const handle = implement(api, {
 *   create: ({ body }) =>
 *     body.text === 'twice'
 *       ? reply(409, { reason: 'It is there already.' })
 *       : reply(201, { id: 'n1' }, { headers: { location: '/notes/n1' } }),
 * })
 * ```
 */
export function reply<const Status extends number>(status: Status): Reply<Status, undefined>
export function reply<const Status extends number, const Data>(
  status: Status,
  data: Data,
  init?: { readonly headers?: HeadersInit | undefined },
): Reply<Status, Data>
export function reply(status: number, data?: unknown, init?: { headers?: HeadersInit | undefined }): Reply {
  return new Reply(status, data, init?.headers)
}

/** What a handler returned, checked against the contract, as a response. @throws HttpProblem 500 if it does not fit. */
export async function toResponse(
  endpoint: Endpoint,
  returned: unknown,
  mode: NonNullable<ImplementOptions['responses']>,
): Promise<Response> {
  if (returned instanceof Response) return returned
  const { method, path, def } = endpoint
  const { responses = {}, errors = {} } = def as {
    responses?: Record<number, AnySchema | null>
    errors?: Record<number, AnySchema | null> | undefined
  }
  const wrong = (what: string, details?: ClientErrorOptions): HttpProblem => {
    const cause = new ClientError('INVALID_RESPONSE', `${method} ${path}: ${what}`, details)
    return new HttpProblem(500, { code: 'INVALID_RESPONSE', cause })
  }
  let answer: Reply
  if (returned instanceof Reply) answer = returned
  else {
    const [status, ...more] = Object.keys(responses).filter((key) => key.startsWith('2'))
    if (!status || more.length > 0) {
      throw wrong('the handler has to say with reply(status, data) which response it means')
    }
    answer = new Reply(Number(status), returned, undefined)
  }
  const { status } = answer
  const schema =
    responses[status] ?? errors[status] ?? (status in responses || status in errors ? null : undefined)
  if (schema === undefined) throw wrong(`the contract declares no status ${status}`)
  const headers = new Headers(answer.headers)
  if (schema === null) return new Response(null, { status, headers })
  let { data } = answer
  const kind = bodyKind(schema)
  if (kind === 'json' && mode !== 'unchecked') {
    const result = await schema['~standard'].validate(data)
    if (result.issues) throw wrong(`the handler's ${status} does not fit`, result)
    if (mode === 'output') data = result.value
  }
  if (kind !== 'json') {
    if (kind === 'bytes' || kind === 'arrayBuffer') setDefault(headers, 'application/octet-stream')
    return new Response(data as BodyInit, { status, headers })
  }
  const text = JSON.stringify(data)
  if (text === undefined) return new Response(null, { status, headers })
  setDefault(headers, schema === problem ? 'application/problem+json' : 'application/json')
  return new Response(text, { status, headers })
}

function setDefault(headers: Headers, type: string): void {
  if (!headers.has('content-type')) headers.set('content-type', type)
}
