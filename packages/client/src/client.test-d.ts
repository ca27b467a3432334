import { describe, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { createClient, cursor, defineContract, isApiError, raw, route, stream } from './index.ts'

const Persona = z.object({ id: z.string(), madeAt: z.coerce.date() })
const api = defineContract({
  personas: {
    create: route.post('/personas', {
      body: z.object({ name: z.string(), tags: z.array(z.string()).default([]) }),
      responses: { 201: Persona, 202: null, 409: z.object({ field: z.string() }) },
      errors: { 401: z.object({ login: z.string() }) },
    }),
    get: route.get('/tenants/:tenant/personas/:id.json', { responses: { 200: Persona } }),
    list: route.get('/personas', {
      query: z.object({ cursor: z.string().optional() }),
      responses: { 200: z.object({ items: z.array(Persona), next: z.string().nullable() }) },
      page: cursor({ param: 'cursor', next: 'next', items: 'items' }),
    }),
    search: route.get('/search', { query: z.object({ q: z.string() }), responses: { 200: raw('blob') } }),
  },
  events: stream('/events/:id', {
    events: { step: z.object({ n: z.coerce.number() }), done: z.null() },
    final: ['done'],
    invalid: 'yield',
  }),
})
const client = createClient(api)

describe('types of a client', () => {
  it('infers parameters from the path', () => {
    type Args = Parameters<typeof client.personas.get>
    expectTypeOf<Args[0]['params']>().toEqualTypeOf<{
      readonly tenant: string | number
      readonly id: string | number
    }>()
    // @ts-expect-error the parameter id is missing
    client.personas.get({ params: { tenant: 'a' } })
    // @ts-expect-error params are required
    client.personas.get()
  })

  it('takes inputs and returns outputs', () => {
    expectTypeOf<Parameters<typeof client.personas.create>[0]['body']>().toEqualTypeOf<{
      name: string
      tags?: string[] | undefined
    }>()
    expectTypeOf(client.personas.get).returns.resolves.toEqualTypeOf<{ id: string; madeAt: Date }>()
    expectTypeOf(client.personas.create).returns.resolves.toEqualTypeOf<
      { id: string; madeAt: Date } | undefined
    >()
    expectTypeOf(client.personas.search).returns.resolves.toEqualTypeOf<Blob>()
    // @ts-expect-error name is a string
    client.personas.create({ body: { name: 1 } })
    // @ts-expect-error a query is required
    client.personas.search()
    client.personas.list()
    client.personas.list({ query: { cursor: undefined } })
  })

  it('narrows results by status', async () => {
    const result = await client.personas.create.safe({ body: { name: 'a' } })
    if (result.ok) {
      if (result.status === 202) expectTypeOf(result.data).toEqualTypeOf<undefined>()
      else expectTypeOf(result.data.madeAt).toEqualTypeOf<Date>()
    } else if (result.status === 409) {
      expectTypeOf(result.data).toEqualTypeOf<{ field: string }>()
    } else if (result.status === 401) {
      expectTypeOf(result.data).toEqualTypeOf<{ login: string }>()
    } else {
      expectTypeOf(result.status).toEqualTypeOf<undefined>()
      expectTypeOf(result.error.code).toBeString()
    }
  })

  it('narrows thrown errors', () => {
    const error: unknown = null
    if (isApiError(api.personas.create, error)) {
      expectTypeOf(error.status).toEqualTypeOf<409 | 401>()
      if (error.status === 409) expectTypeOf(error.data.field).toBeString()
    }
    if (isApiError(client.personas.create, error)) expectTypeOf(error.status).toEqualTypeOf<409 | 401>()
    if (isApiError(error)) expectTypeOf(error.data).toBeUnknown()
  })

  it('types rows of pages', () => {
    expectTypeOf(client.personas.list.all).returns.toEqualTypeOf<
      AsyncGenerator<{ id: string; madeAt: Date }, void, undefined>
    >()
    // @ts-expect-error get has no pages
    client.personas.get.all
  })

  it('types events as a union on their type', async () => {
    for await (const event of client.events({ params: { id: 1 }, lastEventId: '7' })) {
      if (event.type === 'step') expectTypeOf(event.data).toEqualTypeOf<{ n: number }>()
      if (event.type === 'done') expectTypeOf(event.data).toBeNull()
      if (event.type === 'nyx.gap') expectTypeOf(event.data.oldest).toEqualTypeOf<string | null>()
      if (event.type === 'nyx.invalid') expectTypeOf(event.data.type).toBeString()
      // @ts-expect-error the contract has no such event
      if (event.type === 'stpe') return
    }
  })

  it('names the field that is wrong', () => {
    // @ts-expect-error 'dnoe' is no event
    stream('/x', { events: { done: z.null() }, final: ['dnoe'] })
    // @ts-expect-error GET has no body
    route.get('/x', { body: z.string(), responses: { 200: z.string() } })
    // @ts-expect-error a path starts with a slash
    route.get('x', { responses: { 200: z.string() } })
    // @ts-expect-error a schema, not a string
    route.get('/x', { responses: { 200: 'Persona' } })
    // @ts-expect-error a contract holds endpoints
    defineContract({ a: 1 })
  })
})
