import { expect, it } from 'vitest'
import { readCookie, sessionSeconds, signSession, verifySession } from './session.ts'

const session = {
  tenantId: 'a0000000-0000-4000-8000-000000000001',
  userId: 'a0000000-0000-4000-8000-000000000011',
}

it('reads back what it signed', () => {
  expect(verifySession(signSession(session, 'key'), 'key')).toEqual(session)
})

it('refuses another key, a changed payload, and anything malformed', () => {
  const value = signSession(session, 'key')
  const [payload, signature] = value.split('.') as [string, string]
  const changed = Buffer.from(
    Buffer.from(payload, 'base64url').toString().replace('a0000000', 'b0000000'),
  ).toString('base64url')
  expect(verifySession(value, 'other key')).toBeUndefined()
  for (const bad of [
    undefined,
    '',
    '.',
    payload,
    `${payload}.`,
    `${changed}.${signature}`,
    `${value}.x`,
    `${value}x`,
  ]) {
    expect(verifySession(bad, 'key'), bad).toBeUndefined()
  }
})

it('expires', () => {
  const value = signSession(session, 'key', 1_000_000)
  expect(verifySession(value, 'key', 1_000_000 + sessionSeconds * 1000 - 1)).toEqual(session)
  expect(verifySession(value, 'key', 1_000_000 + sessionSeconds * 1000)).toBeUndefined()
})

it('finds its cookie among others', () => {
  expect(readCookie('a=1; nyx_session=x=y; b=2', 'nyx_session')).toBe('x=y')
  expect(readCookie('xnyx_session=1', 'nyx_session')).toBeUndefined()
  expect(readCookie(null, 'nyx_session')).toBeUndefined()
})
