import type { RequestListener } from 'node:http'
import compression from 'compression'

/** A listener behind the middleware that holds back what it compresses. */
export function compressed(listener: RequestListener): RequestListener {
  const compress = compression() as unknown as (
    ...of: [...Parameters<RequestListener>, () => unknown]
  ) => void
  return (req, res) => compress(req, res, () => listener(req, res))
}
