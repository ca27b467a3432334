import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { ApiError, answer } from '../../../../server/api-error.ts'
import { findUser, sessionOf } from '../../../../server/auth.ts'
import { requireSameOrigin } from '../../../../server/origin.ts'
import { readText } from '../../../../server/text.ts'
import { appRouter } from '../../../../server/trpc/router.ts'

export const dynamic = 'force-dynamic'

function handler(request: Request): Promise<Response> {
  return answer(async () => {
    const session = sessionOf(request.headers.get('cookie'))
    const known = session !== undefined && (await findUser(session)) !== undefined ? session : undefined
    return fetchRequestHandler({
      endpoint: '/api/trpc',
      req: await checked(request),
      router: appRouter,
      allowMethodOverride: true,
      createContext: () => ({ session: known }),
      onError({ error, path }) {
        if (error.code === 'INTERNAL_SERVER_ERROR')
          console.error(`trpc ${path} failed:`, error.cause ?? error)
      },
    })
  })
}

/** tRPC reads a body as it comes; here it is bounded, must be UTF-8 and JSON, and must come from this site. */
async function checked(request: Request): Promise<Request> {
  if (request.method !== 'POST') return request
  requireSameOrigin(request)
  const body = await readText(request)
  try {
    JSON.parse(body)
  } catch {
    throw new ApiError(400, 'the body is not JSON', { body: 'must be JSON' })
  }
  return new Request(request.url, { method: 'POST', headers: request.headers, body, signal: request.signal })
}

export { handler as GET, handler as POST }
