import { ApiError, ClientError } from './errors.ts'
import type { Prepared } from './prepare.ts'
import { type AnySchema, check } from './standard.ts'
import type { AttemptInfo, Auth, ClientOptions, Core, Responses } from './types.ts'

/**
 * Sends a request once and resolves with whatever answer comes, a 401 excepted: that one refreshes the
 * credentials, once for all calls that meet it, and is sent again.
 */
export async function attempt(
  core: Core,
  request: Prepared,
  number: number,
  signal: AbortSignal,
  more: Record<string, string | undefined>,
): Promise<Response> {
  const { options } = core
  const { target, url, body, key } = request
  const withAuth = target.def.auth !== false && options.auth
  const auth: Auth | undefined = withAuth
    ? typeof withAuth === 'function'
      ? { token: withAuth }
      : withAuth
    : undefined
  for (let replayed = false; ; replayed = true) {
    const { generation } = core
    const token = await auth?.token()
    const headers = writeHeaders({
      accept: 'application/json',
      authorization: token && (token.includes(' ') ? token : `Bearer ${token}`),
      'idempotency-key': key,
      ...(await (typeof options.headers === 'function' ? options.headers() : options.headers)),
      ...request.headers,
      ...more,
    })
    const info: AttemptInfo = { method: target.method, path: target.path, url, headers, attempt: number }
    await options.hooks?.request?.(info)
    signal.throwIfAborted()
    const init: RequestInit = { method: target.method, headers, body, signal }
    if (options.credentials) init.credentials = options.credentials
    // Streaming uploads need it, and the other bodies do not mind.
    if (body) Object.assign(init, { duplex: 'half' })
    const response = await (options.fetch ?? fetch)(url, init)
    await options.hooks?.response?.(info, response)
    if (response.status !== 401 || !auth?.refresh || replayed || body instanceof ReadableStream)
      return response
    if (generation === core.generation) {
      core.refreshing ??= (async () => auth.refresh?.())().finally(() => {
        core.refreshing = undefined
        core.generation++
      })
    }
    try {
      await core.refreshing
    } catch {
      return response
    }
    discard(response)
  }
}

/** Frees the socket of an answer that nobody reads. */
export function discard(response: Response): void {
  response.body?.cancel().catch(() => {})
}

function writeHeaders(values: Record<string, string | undefined>): Headers {
  const headers = new Headers()
  for (const name in values) {
    try {
      if (values[name] !== undefined) headers.set(name, values[name])
    } catch {
      // The engine's own message would quote the value, which may be a secret.
      throw new ClientError('INVALID_REQUEST', `The value of the header ${name} cannot be sent`)
    }
  }
  return headers
}

/** Reads a body as the contract wants it: by `raw`, else JSON where it says so, else text. */
export async function readBody(response: Response, schema?: AnySchema | null): Promise<unknown> {
  const kind = (schema as { raw?: string } | null | undefined)?.raw
  if (kind === 'stream') return response.body
  if (kind) return response[kind as 'text']()
  const text = await response.text()
  if (!text) return
  return /^application\/([\w.-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '')
    ? JSON.parse(text)
    : text
}

/** The error for an answer outside 200 to 299, its body read and, where declared, checked. */
export async function toApiError(request: Prepared, response: Response): Promise<ApiError> {
  const { status, headers } = response
  const def = request.target.def as { responses?: Responses; errors?: Responses | undefined }
  const schema = def.responses?.[status] ?? def.errors?.[status]
  let data: unknown
  let declared = false
  try {
    data = await readBody(response.clone(), schema)
    discard(response)
    const result = schema && (await check(schema, data))
    declared = schema === null || !!(result && !result.issues)
    if (result && !result.issues) data = result.value
  } catch {
    data = await response.text().catch(() => undefined)
  }
  const title = (data as { title?: unknown } | null | undefined)?.title
  return new ApiError(
    `${request.label}: ${status} ${typeof title === 'string' ? title : response.statusText}`.trim(),
    {
      status,
      data,
      headers,
      route: request.target,
      declared,
      requestId: headers.get('x-request-id') ?? undefined,
    },
  )
}

/** Gives whatever was thrown the form of this package's errors. */
export function toClientError(label: string, error: unknown, aborted: boolean): ClientError {
  return error instanceof ClientError
    ? error
    : aborted
      ? new ClientError('ABORTED', `${label}: aborted`, { cause: error })
      : new ClientError('NETWORK', `${label}: the connection failed`, { cause: error })
}

/** Waits; rejects with the signal's reason if that comes first. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** How long an attempt and a whole call may take. */
export function timeouts(
  options: Pick<ClientOptions, 'timeout'>,
  given: Pick<ClientOptions, 'timeout'>,
): [attempt: number, total: number] {
  const read = ({ timeout }: Pick<ClientOptions, 'timeout'>) =>
    typeof timeout === 'number' ? { attempt: timeout } : timeout
  const { attempt = 30_000, total = 90_000 } = { ...read(options), ...read(given) }
  return [attempt, total]
}
