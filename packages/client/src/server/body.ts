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
  if (kind === 'stream') return body && limited(body, limit)
  if (kind === 'formData' && !/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) {
    throw unsupported('The body has to be a form.', 'multipart/form-data, application/x-www-form-urlencoded')
  }
  const bytes = body ? await readBytes(body, limit) : new Uint8Array()
  if (kind === 'bytes') return bytes
  try {
    if (kind === 'json') {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
      return text === '' ? undefined : JSON.parse(text)
    }
    const read = new Response(bytes, type ? { headers: { 'content-type': type } } : undefined)
    return await read[kind as 'text' | 'blob' | 'arrayBuffer' | 'formData']()
  } catch (cause) {
    const detail = kind === 'json' ? 'The body is not valid JSON in UTF-8.' : 'The body cannot be read.'
    throw new HttpProblem(400, { code: 'MALFORMED_REQUEST', detail, cause })
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

/** Reads all bytes, and stops at the first one over the limit. */
async function readBytes(body: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = body.getReader()
  for (let read = await next(reader); !read.done; read = await next(reader)) {
    chunks.push(read.value)
    length += read.value.byteLength
    if (length > limit) {
      reader.cancel().catch(() => {})
      throw tooLarge(limit)
    }
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

/** The client may leave half-way: that is no error of the server. */
async function next<T>(reader: ReadableStreamDefaultReader<T>): Promise<ReadableStreamReadResult<T>> {
  try {
    return await reader.read()
  } catch (cause) {
    throw new HttpProblem(400, { code: 'MALFORMED_REQUEST', detail: 'The body broke off.', cause })
  }
}

/** Passes bytes through and fails on the first one over the limit. */
function limited(body: ReadableStream<Uint8Array>, limit: number): ReadableStream<Uint8Array> {
  let seen = 0
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength
        if (seen > limit) throw tooLarge(limit)
        controller.enqueue(chunk)
      },
    }),
  )
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
