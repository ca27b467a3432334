import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { NodeResponse } from './node-request.ts'

/**
 * Writes a Web response to Node's: headers at once, so that an event stream is open before its first event; the body as
 * fast as it is read. If the connection closes, the body is cancelled. Headers that are set on `res` already stay,
 * unless the response has them too.
 */
export async function writeWebResponse(
  target: NodeResponse,
  response: Response,
  method: string | undefined,
): Promise<void> {
  const res = target as ServerResponse
  res.statusCode = response.status
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') res.setHeader(name, value)
  }
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) res.setHeader('set-cookie', [...earlierCookies(res), ...cookies])
  const { body } = response
  if (!body || method === 'HEAD') {
    body?.cancel().catch(() => {})
    res.end()
    return
  }
  res.flushHeaders?.()
  const reader = body.getReader()
  const gone = new AbortController()
  const leave = (): void => {
    gone.abort()
    reader.cancel(new DOMException('The client left.', 'AbortError')).catch(() => {})
  }
  res.once('close', leave)
  res.on('error', leave)
  try {
    if (res.destroyed) leave()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || gone.signal.aborted) break
      const room = res.write(value)
      // Compression middleware holds small writes back until it is told to flush.
      const { flush } = res as { flush?: () => void }
      if (typeof flush === 'function') flush.call(res)
      if (!room) await once(res, 'drain', { signal: gone.signal }).catch(() => {})
    }
    res.end()
  } catch {
    // The headers are out: all that can still be said is that the body is not whole.
    res.destroy()
  } finally {
    res.off('close', leave)
  }
}

function earlierCookies(res: ServerResponse): string[] {
  const before = res.getHeader('set-cookie')
  return before === undefined ? [] : Array.isArray(before) ? before : [String(before)]
}
