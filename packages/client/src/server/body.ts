import type { AnySchema } from '../standard.ts'
import { HttpProblem } from './problem.ts'

/** How a schema wants a body: the `raw` kind, or JSON. */
export function bodyKind(schema: AnySchema): string {
  return 'raw' in schema ? String(schema.raw) : 'json'
}

/**
 * Reads a body as its schema wants it, never more than `limit` bytes.
 *
 * @throws HttpProblem 413 over the limit, 415 for another media type or an encoding, 400 where it cannot be read.
 */
export async function readRequestBody(request: Request, schema: AnySchema, limit: number): Promise<unknown> {
  const kind = bodyKind(schema)
  const { body, headers } = request
  const type = headers.get('content-type') ?? ''
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') throw unsupported(`Bodies are taken as they are, not encoded as ${encoding}.`)
  if (Number(headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  if (!body) {
    // Without a body there is no type to be wrong; whether one is needed is the schema's to say.
    if (kind === 'json') return undefined
    if (kind === 'stream') return new ReadableStream({ start: (controller) => controller.close() })
  } else if (kind === 'json' && !isJson(type)) {
    if (type === '' && (await isEmpty(request))) return undefined
    throw unsupported(
      'The body has to be JSON in UTF-8, with content-type: application/json.',
      'application/json',
    )
  }
  const counted = body ? limited(body, limit) : null
  if (kind === 'stream') return counted
  if (kind === 'formData' && !/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) {
    throw unsupported('The body has to be a form.', 'multipart/form-data, application/x-www-form-urlencoded')
  }
  const read = new Response(counted, type ? { headers: { 'content-type': type } } : undefined)
  try {
    if (kind === 'json') {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await read.arrayBuffer())
      return text === '' ? undefined : JSON.parse(text)
    }
    if (kind === 'bytes') return new Uint8Array(await read.arrayBuffer())
    return await read[kind as 'text' | 'blob' | 'arrayBuffer' | 'formData']()
  } catch (cause) {
    const problem = findProblem(cause)
    if (problem) throw problem
    throw new HttpProblem(400, {
      code: 'MALFORMED_REQUEST',
      detail: kind === 'json' ? 'The body is not valid JSON in UTF-8.' : 'The body cannot be read.',
      cause,
    })
  }
}

function isJson(type: string): boolean {
  const [name = '', ...parameters] = type.split(';').map((part) => part.trim().toLowerCase())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))
  return (
    /^application\/([\w.-]+\+)?json$/.test(name) && (!charset || /^charset="?(utf-8|utf8)"?$/.test(charset))
  )
}

/** Servers differ in whether a request without content has a body: an empty one counts as none. */
async function isEmpty(request: Request): Promise<boolean> {
  const length = request.headers.get('content-length')
  if (length !== null) return Number(length) === 0
  const reader = request.clone().body?.getReader()
  if (!reader) return true
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return true
      if (value.byteLength > 0) return false
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

/** Passes bytes through and fails on the first one over the limit. */
function limited(body: ReadableStream<Uint8Array>, limit: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let seen = 0
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        seen += chunk.byteLength
        if (seen > limit) throw tooLarge(limit)
        controller.enqueue(chunk as Uint8Array<ArrayBuffer>)
      },
    }),
  )
}

/** Some runtimes wrap what a body's stream fails with. */
function findProblem(error: unknown): HttpProblem | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof HttpProblem) return at
  return undefined
}

function tooLarge(limit: number): HttpProblem {
  return new HttpProblem(413, { code: 'BODY_TOO_LARGE', detail: `A body may have ${limit} bytes.` })
}

function unsupported(detail: string, accept?: string): HttpProblem {
  return new HttpProblem(415, {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail,
    ...(accept ? { headers: { accept } } : {}),
  })
}
