import { z } from 'zod'
import { ApiError } from './api-error.ts'

/** The largest body that is read at all. */
export const maxBodyBytes = 4 * 1024 * 1024
/** The most characters that a text field takes. */
export const maxText = 100_000

/** A text that PostgreSQL can hold: no NUL, no half of a surrogate pair. */
export const cleanText = (max: number = maxText): z.ZodString =>
  z
    .string()
    .max(max, `must have at most ${max.toLocaleString('en')} characters`)
    .refine((text) => !text.includes('\0'), 'must not contain a NUL character')
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')

/** The same, with at least one character that is not white space. */
export const filledText = (max: number = maxText): z.ZodString =>
  cleanText(max).refine((text) => text.trim() !== '', 'must not be empty')

/** Reads a body as UTF-8 text. Too long is 413, anything that is not UTF-8 is 400. */
export async function readText(request: Request): Promise<string> {
  const tooLong = new ApiError(413, `a body may have at most ${maxBodyBytes} bytes`, { body: 'is too long' })
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLong
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBodyBytes) throw tooLong
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new ApiError(400, 'the body is not UTF-8 text', { body: 'must be UTF-8' })
  }
}
