import { describe, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { defineContract, raw, route, stream } from '../index.ts'
import { type Handlers, implement, reply } from './index.ts'

const Note = z.object({
  id: z.string(),
  kind: z.enum(['a', 'b']),
  tags: z.array(z.string()).optional(),
  madeAt: z.coerce.date(),
})
const api = defineContract({
  notes: {
    create: route.post('/notes/:tenant', {
      query: z.object({ limit: z.coerce.number().default(3) }),
      headers: z.object({ 'x-key': z.string() }),
      body: z.object({ text: z.string(), tags: z.array(z.string()).default([]) }),
      responses: { 201: Note, 202: null, 409: z.object({ reason: z.string() }) },
      errors: { 401: z.object({ login: z.string() }) },
    }),
    get: route.get('/notes/:id', { responses: { 200: Note } }),
    file: route.put('/files/:name', { body: raw('stream'), responses: { 204: null } }),
  },
  events: stream('/events/:id', {
    events: { step: z.object({ at: z.coerce.number<string>() }), done: z.null() },
    final: ['done'],
  }),
})
type Of = Handlers<typeof api, { user: string }>

describe('types of handlers', () => {
  it('gives outputs and takes inputs', () => {
    const handlers: Of = {
      notes: {
        create: ({ params, query, headers, body, context }) => {
          expectTypeOf(params).toEqualTypeOf<{ readonly tenant: string }>()
          expectTypeOf(query).toEqualTypeOf<{ limit: number }>()
          expectTypeOf(headers).toEqualTypeOf<{ 'x-key': string }>()
          expectTypeOf(body).toEqualTypeOf<{ text: string; tags: string[] }>()
          expectTypeOf(context).toEqualTypeOf<{ user: string }>()
          if (body.text === 'a') return reply(202)
          if (body.text === 'b') return reply(409, { reason: 'r' })
          if (body.text === 'c') return reply(401, { login: '/login' })
          return reply(201, { id: '1', kind: 'a', tags: ['x'], madeAt: new Date() })
        },
        get: async ({ params, query, body }) => {
          expectTypeOf(query).toBeUndefined()
          expectTypeOf(body).toBeUndefined()
          return { id: params.id, kind: 'b', madeAt: '2026-01-01' }
        },
        file: ({ body }) => {
          expectTypeOf(body).toEqualTypeOf<ReadableStream<Uint8Array>>()
        },
      },
      events: ({ lastEventId }) => {
        expectTypeOf(lastEventId).toEqualTypeOf<string | undefined>()
        return async (stream) => {
          await stream.send('step', { at: '5' })
          // @ts-expect-error the contract has no such event
          await stream.send('stpe', { at: '5' })
          // @ts-expect-error the wire carries the schema's input
          await stream.send('step', { at: 5 })
        }
      },
    }
    expectTypeOf(implement(api, handlers, { context: () => ({ user: 'u' }) })).toBeFunction()
    // @ts-expect-error the handlers need a context that this one is not
    implement(api, handlers, { context: () => ({ usr: 'u' }) })
  })

  it('takes generators, and a context whose parameter has a type', () => {
    implement(
      { events: api.events, get: api.notes.get },
      {
        events: async function* ({ context }) {
          expectTypeOf(context).toEqualTypeOf<{ user: string }>()
          yield { type: 'step', data: { at: '1' }, id: '1' }
          yield { type: 'done', data: null }
        },
        get: ({ context }) => ({ id: context.user, kind: 'a', madeAt: 0 }),
      },
      { context: (request: Request) => ({ user: request.url }) },
    )
  })

  it('names what is wrong', () => {
    const wrong: Partial<Of['notes']> = {
      // @ts-expect-error 404 is not declared
      create: () => reply(404, { reason: 'r' }),
      // @ts-expect-error kind is 'a' or 'b'
      get: () => ({ id: '1', kind: 'c', madeAt: 0 }),
    }
    // @ts-expect-error two successes are declared, so the status has to be said
    const unclear: Partial<Of['notes']> = { create: () => ({ id: '1', kind: 'a', madeAt: 0 }) }
    // @ts-expect-error handlers are missing
    implement(api, { events: () => async () => {} })
    return [wrong, unclear]
  })
})
