import { TRPCError } from '@trpc/server'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { findUser, sessionOf, type User } from './auth.ts'
import { createCaller } from './trpc/router.ts'

/** The signed-in user of the page being rendered; anyone else is sent to the sign-in page. */
export const currentUser = cache(async (): Promise<User> => {
  const session = sessionOf((await headers()).get('cookie'))
  const user = session === undefined ? undefined : await findUser(session)
  if (user === undefined) redirect('/sign-in')
  return user
})

/** The same procedures as over HTTP, called in the process. */
export async function caller(): Promise<ReturnType<typeof createCaller>> {
  const { tenantId, userId } = await currentUser()
  return createCaller({ session: { tenantId, userId } })
}

/** Shows the 404 page for what is not there, whoever else may have it. */
export async function orNotFound<T>(found: Promise<T>): Promise<T> {
  try {
    return await found
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') notFound()
    throw error
  }
}
