import { toNext } from '@nyxcore/client/server'
import { seen } from './api.ts'
import { implementation } from './implementation.ts'

const handlers = toNext(implementation)
export const { HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers

/** What the streams went through lives in this process: the tests ask for it. */
export const GET: typeof handlers.GET = (request, context) =>
  new URL(request.url).pathname === '/api/seen'
    ? Promise.resolve(Response.json(seen))
    : handlers.GET(request, context)
