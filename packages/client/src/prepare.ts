import { ClientError, type ClientErrorCode, type ClientErrorOptions } from './errors.ts'
import { fillPath, queryString } from './path.ts'
import type { RawSchema } from './raw.ts'
import { type AnySchema, check } from './standard.ts'
import type { Core, Responses } from './types.ts'

/** What a call was given, before it is checked. */
export interface Given {
  readonly params?: Record<string, unknown>
  readonly query?: Record<string, unknown>
  readonly headers?: Record<string, string | undefined>
  readonly body?: unknown
  readonly idempotencyKey?: string | undefined
}

/** An endpoint, as far as sending to it goes. */
export interface Target {
  readonly method: string
  readonly path: string
  readonly def: {
    readonly params?: AnySchema | undefined
    readonly query?: AnySchema | undefined
    readonly headers?: AnySchema | undefined
    readonly body?: AnySchema | undefined
    readonly responses?: Responses | undefined
    readonly errors?: Responses | undefined
    readonly idempotent?: boolean | undefined
    readonly auth?: boolean | undefined
  }
}

/** A request that stays the same over all attempts. */
export interface Prepared {
  readonly url_: string
  readonly body_: BodyInit | null
  readonly headers_: Record<string, string | undefined>
  readonly key_: string | false | undefined
}

/** Bodies that fetch writes by itself, with their own content type. By name, since they may come from another realm. */
const native = /Blob|File|Data|Par|Stream|Buf|\wArr/

/**
 * Checks what a call was given against the contract and writes it down as a request. What is sent is what was
 * given (a schema's input), not what the schema makes of it: the receiver's schema does that.
 */
export async function prepare(core: Core, target: Target, given: Given): Promise<Prepared> {
  const { params = {}, headers = {}, query = {}, body } = given
  const parts = { params, query, headers, body }
  for (const part in parts) {
    const schema = target.def[part as 'body']
    const result = schema && (await check(schema, parts[part as 'body'], core))
    if (result?.issues) throw fail(target, 'INVALID_REQUEST', part, result)
  }
  const asIs =
    (target.def.body as Partial<RawSchema<unknown>>)?.raw ||
    body === undefined ||
    native.test({}.toString.call(body))
  // randomUUID is missing in browsers on plain http. A key has to be new, not secret.
  return {
    key_:
      given.idempotencyKey ??
      (target.def.idempotent && (crypto.randomUUID?.() ?? `${Math.random()}${Math.random()}`)),
    headers_: { 'content-type': asIs ? undefined : 'application/json', ...headers },
    body_: asIs ? (body as BodyInit) : JSON.stringify(body),
    url_: core.base_ + fillPath(target.path, params) + queryString(query),
  }
}

/** Makes the error of an endpoint: the message starts with its method and path. */
export function fail(
  { path, method }: Target,
  code: ClientErrorCode,
  text: string,
  options?: ClientErrorOptions,
): ClientError {
  return new ClientError(code, `${method} ${path}: ${text}`, options)
}
