import { ApiError } from './api-error.ts'
import { sessionSecret } from './config.ts'
import { rowsAs } from './db/index.ts'
import { isId } from './runs/kinds.ts'
import {
  readCookie,
  type Session,
  sessionCookie,
  sessionSeconds,
  signSession,
  verifySession,
} from './session.ts'

/** The signed-in user, as pages show him or her. */
export interface User extends Session {
  readonly name: string
  readonly title: string
  readonly email: string
  readonly tenant: string
}

/** The session that a Cookie header carries, if its signature holds. */
export function sessionOf(cookieHeader: string | null): Session | undefined {
  return verifySession(readCookie(cookieHeader, sessionCookie), sessionSecret())
}

/** The session of a request whose user still exists, or 401. */
export async function requireSession(request: Request): Promise<Session> {
  const session = sessionOf(request.headers.get('cookie'))
  if (session === undefined || (await findUser(session)) === undefined) {
    throw new ApiError(401, 'sign in first')
  }
  return session
}

export async function findUser(session: Session): Promise<User | undefined> {
  const [row] = await rowsAs<Omit<User, keyof Session>>(
    session,
    `select u.name, u.title, u.email, t.name as tenant from users u join tenants t on t.id = u.tenant_id
     where u.id = $1`,
    [session.userId],
  )
  return row === undefined ? undefined : { ...row, ...session }
}

/** The users of one tenant, for the demo's sign-in page. */
export function listUsers(
  tenantId: string,
): Promise<{ id: string; name: string; title: string; projects: string[] }[]> {
  return rowsAs(
    { tenantId, userId: tenantId },
    `select u.id, u.name, u.title,
       coalesce(array_agg(p.name order by p.name) filter (where p.id is not null), '{}') as projects
     from users u
     left join project_members m on m.user_id = u.id
     left join projects p on p.id = m.project_id
     group by u.id, u.name, u.title order by u.name`,
  )
}

/** The Set-Cookie value that signs a user in, or undefined where the tenant has no such user. */
export async function signIn(tenantId: string, userId: string, secure: boolean): Promise<string | undefined> {
  if (!isId(tenantId) || !isId(userId)) return undefined
  const session = { tenantId, userId }
  if ((await findUser(session)) === undefined) return undefined
  return cookie(signSession(session, sessionSecret()), sessionSeconds, secure)
}

export function signedOutCookie(secure: boolean): string {
  return cookie('', 0, secure)
}

function cookie(value: string, maxAge: number, secure: boolean): string {
  return `${sessionCookie}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure ? '; Secure' : ''}`
}
