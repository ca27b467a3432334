import { HttpProblem, type Implementation, implement } from '@nyxcore/client/server'
import { sse } from '@nyxcore/safe-sse'
import { api, handlers } from './api.ts'

/** What `context` was told of the platform, newest last. */
export const platforms: unknown[] = []

export const implementation: Implementation = implement(api, handlers, {
  sse,
  maxBodySize: 1000,
  context: (request: Request, { platform }) => {
    platforms.push(platform)
    const tenant = request.headers.get('x-tenant') ?? 'anonymous'
    if (tenant === 'nobody') throw new HttpProblem(401)
    return { tenant }
  },
})
