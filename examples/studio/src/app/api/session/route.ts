import { ApiError, answer } from '../../../server/api-error.ts'
import { signedOutCookie, signIn } from '../../../server/auth.ts'
import { requireSameOrigin } from '../../../server/origin.ts'
import { readText } from '../../../server/text.ts'

export const dynamic = 'force-dynamic'

/** Signs in or out from a plain HTML form, so that it works without scripts too. */
export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    requireSameOrigin(request)
    const form = new URLSearchParams(await readText(request))
    const secure = new URL(request.url).protocol === 'https:'
    if (form.get('action') === 'sign-out') return redirect('/sign-in', signedOutCookie(secure))
    const [tenantId = '', userId = ''] = (form.get('user') ?? '').split('/')
    const cookie = await signIn(tenantId, userId, secure)
    if (cookie === undefined) throw new ApiError(400, 'there is no such user', { user: 'is unknown' })
    return redirect('/', cookie)
  })
}

function redirect(location: string, cookie: string): Response {
  return new Response(null, { status: 303, headers: { location, 'set-cookie': cookie } })
}
