import { afterEach } from 'vitest'
import { z } from 'zod'
import {
  type ClientError,
  type ClientOptions,
  createClient,
  cursor,
  defineContract,
  isClientError,
  pages,
  raw,
  route,
} from '../src/index.ts'
import { type Served, serve } from './serve.ts'

const Persona = z.object({ id: z.string(), name: z.string(), madeAt: z.coerce.date().optional() })
const Conflict = z.object({ title: z.string(), field: z.string() })

/** Routes of every kind that the tests of requests call. */
export const api = defineContract({
  personas: {
    create: route.post('/api/v1/personas', {
      body: z.object({ name: z.string().min(1) }),
      responses: { 201: Persona, 409: Conflict },
    }),
    once: route.post('/once', { body: z.object({}), responses: { 200: Persona }, idempotent: true }),
    get: route.get('/api/v1/personas/:id', { responses: { 200: Persona, 404: null } }),
    list: route.get('/api/v1/personas', {
      query: z.object({ cursor: z.string().optional(), tag: z.array(z.string()).optional() }),
      responses: { 200: z.object({ items: z.array(Persona), nextCursor: z.string().nullable() }) },
      page: cursor({ param: 'cursor', next: 'nextCursor', items: 'items' }),
    }),
    numbered: route.get('/numbered', {
      query: z.object({ page: z.number().optional() }),
      responses: { 200: z.object({ rows: z.array(z.number()) }) },
      page: pages({ param: 'page', items: 'rows' }),
    }),
    remove: route.delete('/api/v1/personas/:id', { responses: { 204: null } }),
    picture: route.get('/picture', { responses: { 200: raw('bytes') } }),
    download: route.get('/download', { responses: { 200: raw('stream') } }),
    upload: route.put('/upload', { body: raw('formData'), responses: { 200: z.string() } }),
    open: route.get('/open', { responses: { 200: Persona }, auth: false }),
  },
})

export const ada = { id: '1', name: 'Ada' }
/** The server of the test that runs; it is closed behind it. */
export let server: Served

afterEach(() => server?.close())

/** Serves a handler, and makes a client of `api` for it. */
export async function start(handler: Parameters<typeof serve>[0], options: ClientOptions = {}) {
  server = await serve(handler)
  return createClient(api, { baseUrl: server.url, retry: { baseDelay: 1 }, ...options })
}

/** What a call rejects with, which is an error of the package. */
export const failure = (promise: Promise<unknown>): Promise<ClientError> =>
  promise.then(
    () => Promise.reject(new Error('It did not fail')),
    (error) => (isClientError(error) ? error : Promise.reject(error)),
  )
