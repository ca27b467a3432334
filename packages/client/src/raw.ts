import type { StandardSchema } from './standard.ts'

/** Kinds of bodies that are no JSON. */
export interface RawKinds {
  text: string
  blob: Blob
  bytes: Uint8Array
  arrayBuffer: ArrayBuffer
  formData: FormData
  /** As it arrives. The attempt's time covers the headers only. */
  stream: ReadableStream<Uint8Array>
}

/** A schema for a body that is no JSON; it lets everything through. */
export interface RawSchema<T> extends StandardSchema<T, T> {
  readonly raw: keyof RawKinds
}

/**
 * Says that a body is no JSON.
 *
 * @example
 * ```ts
 * import { raw, route } from '@nyxcore/client'
 *
 * export const report = route.get('/reports/:id.pdf', { responses: { 200: raw('stream') } })
 * ```
 */
export function raw<K extends keyof RawKinds>(kind: K): RawSchema<RawKinds[K]> {
  return {
    raw: kind,
    '~standard': { version: 1, vendor: 'nyxcore', validate: (value) => ({ value: value as RawKinds[K] }) },
  }
}
