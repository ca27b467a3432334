import { initTRPC, TRPCError } from '@trpc/server'
import { z } from 'zod'
import { ApiError, fieldsOf } from '../api-error.ts'
import type { Session } from '../session.ts'

export interface Context {
  readonly session: Session | undefined
}

const codes: Record<number, TRPCError['code']> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  502: 'BAD_GATEWAY',
}

const t = initTRPC.context<Context>().create({
  /** Names the fields that are wrong, and tells nothing else of the inside: no stack, no SQL. */
  errorFormatter({ shape, error }) {
    const { cause } = error
    const fields =
      cause instanceof z.ZodError ? fieldsOf(cause) : cause instanceof ApiError ? cause.fields : undefined
    const message = fields
      ? Object.entries(fields)
          .map(([field, what]) => `${field} ${what}`)
          .join('; ')
      : error.code === 'INTERNAL_SERVER_ERROR'
        ? 'something went wrong here'
        : shape.message
    const { code, httpStatus, path } = shape.data
    return { ...shape, message, data: { code, httpStatus, path, fields } }
  },
})

/** What the resolvers throw as ApiError leaves as the tRPC error of the same status. */
const translate = t.middleware(async ({ next }) => {
  const result = await next()
  if (!result.ok && result.error.cause instanceof ApiError) {
    const { cause } = result.error
    throw new TRPCError({ code: codes[cause.status] ?? 'BAD_REQUEST', message: cause.message, cause })
  }
  return result
})

const signedIn = t.middleware(({ ctx, next }) => {
  if (ctx.session === undefined) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'sign in first' })
  return next({ ctx: { session: ctx.session } })
})

export const { router, createCallerFactory } = t
/** Every procedure is for signed-in users. */
export const procedure = t.procedure.use(translate).use(signedIn)

/** An id that cannot be one, however long, names nothing: it is answered like an unknown one. */
export const id = z.string()
