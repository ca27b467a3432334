import { listenerOf, type OnUploadProgress } from './progress.ts'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

/**
 * A `fetch` for `createClient` that sends the bodies marked by `withProgress` through XMLHttpRequest, since fetch itself
 * tells nothing of uploads. Everything else, and everything outside of browsers, goes to `fetch`.
 *
 * The answer to a marked body is there when it is whole: `raw('stream')` gives a stream of bytes that have all arrived.
 *
 * @param fallback - what sends the rest; default: the global fetch
 * @example
 * ```ts
 * import { createClient, defineContract, raw, route } from '@nyxcore/client'
 * import { uploadFetch, withProgress } from '@nyxcore/client/upload'
 *
 * const api = defineContract({
 *   files: { put: route.put('/files/:name', { body: raw('blob'), responses: { 204: null } }) },
 * })
 * const client = createClient(api, { fetch: uploadFetch() })
 *
 * export async function send(file: File, bar: HTMLProgressElement): Promise<void> {
 *   await client.files.put({
 *     params: { name: file.name },
 *     body: withProgress(file, ({ loaded, total }) => {
 *       bar.value = loaded / (total ?? file.size)
 *     }),
 *   })
 * }
 * ```
 */
export function uploadFetch(fallback: Fetch = (url, init) => fetch(url, init)): Fetch {
  return (url, init) => {
    const onProgress = listenerOf(init.body)
    return onProgress && typeof XMLHttpRequest !== 'undefined'
      ? send(url, init, onProgress)
      : fallback(url, init)
  }
}

/** Statuses whose answers have no body (Fetch, "null body status"). */
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304])

function send(url: string, init: RequestInit, onProgress: OnUploadProgress): Promise<Response> {
  const { method = 'GET', body, headers, signal, credentials } = init
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    const abort = (): void => {
      reject(signal?.reason)
      xhr.abort()
    }
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort, { once: true })
    const tell = ({ loaded, total, lengthComputable }: ProgressEvent): void =>
      onProgress({ loaded, total: lengthComputable ? total : undefined })
    // Listeners on `upload` make a request to another origin ask for leave first, as its content type does anyway.
    xhr.upload.addEventListener('progress', tell)
    xhr.addEventListener('load', () => {
      const { status, statusText } = xhr
      const answer = WITHOUT_BODY.has(status) ? null : (xhr.response as Blob)
      resolve(new Response(answer, { status, statusText, headers: readHeaders(xhr.getAllResponseHeaders()) }))
    })
    // What fetch says, so that the client takes it for what it is.
    xhr.addEventListener('error', () => reject(new TypeError('Failed to fetch')))
    xhr.addEventListener('loadend', () => signal?.removeEventListener('abort', abort))
    xhr.open(method, url)
    xhr.responseType = 'blob'
    xhr.withCredentials = credentials === 'include'
    new Headers(headers).forEach((value, name) => {
      xhr.setRequestHeader(name, value)
    })
    xhr.send(body as XMLHttpRequestBodyInit)
  })
}

/** XMLHttpRequest gives headers as lines. */
export function readHeaders(text: string): Headers {
  const headers = new Headers()
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  return headers
}
