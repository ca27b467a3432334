import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** Who a request is from. It comes from a cookie that this server signed, never from a parameter. */
export interface Session {
  readonly tenantId: string
  readonly userId: string
}

export const sessionCookie = 'nyx_session'
/** A working day and a bit. */
export const sessionSeconds = 60 * 60 * 12

const Payload = z.object({ t: z.uuid(), u: z.uuid(), exp: z.number() })

/** `payload.signature`, both base64url; the payload names tenant, user and expiry. */
export function signSession(session: Session, secret: string, now: number = Date.now()): string {
  const exp = Math.floor(now / 1000) + sessionSeconds
  const payload = Buffer.from(JSON.stringify({ t: session.tenantId, u: session.userId, exp })).toString(
    'base64url',
  )
  return `${payload}.${signature(payload, secret)}`
}

/** The session in a cookie value, or undefined where it is missing, forged, malformed or expired. */
export function verifySession(
  value: string | undefined,
  secret: string,
  now: number = Date.now(),
): Session | undefined {
  const [payload, given, ...rest] = (value ?? '').split('.')
  if (!payload || !given || rest.length > 0) return undefined
  const expected = Buffer.from(signature(payload, secret))
  const actual = Buffer.from(given)
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return undefined
  try {
    const parsed = Payload.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    return parsed.exp * 1000 > now ? { tenantId: parsed.t, userId: parsed.u } : undefined
  } catch {
    return undefined
  }
}

/** The value of one cookie in a Cookie header. */
export function readCookie(header: string | null, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

function signature(payload: string, secret: string): string {
  return createHmac('sha256', secret).update(`nyx-session:${payload}`).digest('base64url')
}
