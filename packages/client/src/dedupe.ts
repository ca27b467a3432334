/** As `fetch` in a client's options. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

interface Flight {
  readonly response: Promise<Response>
  readonly control: AbortController
  waiting: number
}

/**
 * A `fetch` that sends equal GETs under way at the same time only once: same URL, same headers, credentials
 * included, so that nobody is handed what another one may see. Each caller gets an answer of its own to read, and
 * may abort for itself; the request ends when all have. Event streams are left alone.
 *
 * @example
 * ```ts
 * import { createClient, dedupe, defineContract } from '@nyxcore/client'
 *
 * const api = defineContract({})
 * export const client = createClient(api, { fetch: dedupe() })
 * ```
 */
export function dedupe(send: Fetch = (url, init) => fetch(url, init)): Fetch {
  const flights = new Map<string, Flight>()

  return async (url, init) => {
    const headers = [...new Headers(init.headers)]
    const isStream = headers.some(([name, value]) => name === 'accept' && value === 'text/event-stream')
    if (init.method !== 'GET' || isStream) return send(url, init)
    const key = JSON.stringify([url, headers])
    const flight = flights.get(key) ?? start(key, url, init)
    flight.waiting++
    const { signal } = init
    let leave = () => {}
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        reject(signal?.reason)
        if (--flight.waiting === 0) flight.control.abort(signal?.reason)
      }
      if (signal?.aborted) leave()
      signal?.addEventListener('abort', leave)
    })
    try {
      const response = await Promise.race([left, flight.response])
      return response.clone()
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }

  function start(key: string, url: string, init: RequestInit): Flight {
    const control = new AbortController()
    // Read to its end before it is handed out: a copy that nobody reads would hold the others up.
    const response = send(url, { ...init, signal: control.signal }).then(async (got) => {
      const body = [204, 205, 304].includes(got.status) ? null : await got.arrayBuffer()
      const { status, statusText, headers } = got
      return new Response(body, { status, statusText, headers })
    })
    const flight: Flight = { response, control, waiting: 0 }
    flights.set(key, flight)
    const done = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    response.then(done, done)
    // One whose callers have all left must not be joined: it is about to fail.
    control.signal.addEventListener('abort', done)
    return flight
  }
}
