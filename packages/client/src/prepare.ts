import { ClientError } from './errors.ts'
import { fillPath, queryString } from './path.ts'
import { type AnySchema, check } from './standard.ts'
import type { ClientOptions } from './types.ts'

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
    readonly idempotent?: boolean | undefined
    readonly auth?: boolean | undefined
  }
}

/** A request that stays the same over all attempts. */
export interface Prepared {
  readonly target: Target
  /** `GET /path/:id`, for messages. */
  readonly label: string
  readonly url: string
  readonly body: BodyInit | null
  readonly headers: Record<string, string | undefined>
  readonly key: string | undefined
}

/**
 * Checks what a call was given against the contract and writes it down as a request. What is sent is what was
 * given (a schema's input), not what the schema makes of it: the receiver's schema does that.
 */
export async function prepare(options: ClientOptions, target: Target, given: Given): Promise<Prepared> {
  const { method, path, def } = target
  const label = `${method} ${path}`
  for (const part of ['params', 'query', 'headers', 'body'] as const) {
    const schema = def[part]
    if (!schema || options.validate === 'off') continue
    const { issues } = await check(schema, given[part] ?? (part === 'body' ? given[part] : {}))
    if (issues) throw new ClientError('INVALID_REQUEST', `${label}: the ${part} to send`, { issues })
  }
  const { body } = given
  const native = body === undefined || isNative(body) || (def.body && 'raw' in def.body)
  return {
    target,
    label,
    url:
      String(options.baseUrl ?? '').replace(/\/+$/, '') +
      fillPath(path, given.params) +
      queryString(given.query),
    body: native ? ((body as BodyInit) ?? null) : JSON.stringify(body),
    headers: { ...(native ? {} : { 'content-type': 'application/json' }), ...given.headers },
    key: given.idempotencyKey ?? (def.idempotent ? newKey() : undefined),
  }
}

/** Bodies that fetch writes by itself, with their own content type. */
function isNative(body: unknown): boolean {
  return (
    body instanceof Blob ||
    body instanceof FormData ||
    body instanceof URLSearchParams ||
    body instanceof ReadableStream ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body)
  )
}

function newKey(): string {
  // randomUUID is missing in browsers on plain http.
  return (
    crypto.randomUUID?.() ??
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    )
  )
}
