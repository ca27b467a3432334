/** How far an upload is, in bytes. */
export interface UploadProgress {
  /** Bytes sent, with what the encoding of a form adds. Starts over where a request is retried. */
  readonly loaded: number
  /** Bytes in all; undefined where the browser does not know. */
  readonly total: number | undefined
}

/** Sees progress, the end included. */
export type OnUploadProgress = (progress: UploadProgress) => void

const listeners = new WeakMap<object, OnUploadProgress>()

/**
 * Marks a body, so that sending it tells how far it is. Only a client whose `fetch` is {@link uploadFetch} does so.
 * A copy is returned, which shares its bytes with the original: send that.
 */
export function withProgress<T extends Blob | FormData>(body: T, onProgress: OnUploadProgress): T {
  const copy = body instanceof Blob ? body.slice(0, body.size, body.type) : copyForm(body)
  listeners.set(copy, onProgress)
  return copy as T
}

function copyForm(form: FormData): FormData {
  const copy = new FormData()
  for (const [name, value] of form) copy.append(name, value)
  return copy
}

export function listenerOf(body: unknown): OnUploadProgress | undefined {
  return typeof body === 'object' && body !== null ? listeners.get(body) : undefined
}
