import { cursor, defineContract, raw, route, stream } from '@nyxcore/client'
import { type Handlers, HttpProblem, reply } from '@nyxcore/client/server'
import { z } from 'zod'

const Note = z.object({ id: z.string(), text: z.string(), madeAt: z.coerce.date() })

/** A contract with one of each kind, and handlers for it: what every framework has to serve alike. */
export const api = defineContract({
  notes: {
    create: route.post('/api/v1/notes', {
      body: z.object({ text: z.string().min(1), tags: z.array(z.string()).default([]) }),
      responses: { 201: Note, 409: z.object({ reason: z.string() }) },
    }),
    get: route.get('/api/v1/notes/:id', { responses: { 200: Note } }),
    list: route.get('/api/v1/notes', {
      query: z.object({ limit: z.number().int().max(100).default(2), after: z.string().optional() }),
      responses: { 200: z.object({ items: z.array(z.string()), next: z.string().nullable() }) },
      page: cursor({ param: 'after', next: 'next', items: 'items' }),
    }),
    remove: route.delete('/api/v1/notes/:id', {
      params: z.object({ id: z.string().refine(async (id) => id !== 'locked', 'is locked') }),
      responses: { 204: null },
    }),
  },
  files: {
    put: route.put('/api/v1/files/:name', {
      body: raw('stream'),
      responses: { 200: z.object({ bytes: z.number() }) },
    }),
    get: route.get('/api/v1/files/:name', { responses: { 200: raw('stream') } }),
    form: route.post('/api/v1/forms', {
      body: raw('formData'),
      responses: { 200: z.object({ name: z.string(), size: z.number() }) },
    }),
  },
  who: route.get('/api/v1/who', {
    headers: z.object({ 'x-tenant': z.string() }),
    responses: { 200: z.object({ tenant: z.string(), context: z.string() }) },
  }),
  broken: route.get('/api/v1/broken/:how', { responses: { 200: z.object({ n: z.number() }) } }),
  events: stream('/api/v1/events/:id', {
    events: { step: z.object({ n: z.number() }), done: z.object({ total: z.number() }) },
    final: ['done'],
  }),
})

export interface Context {
  readonly tenant: string
}

/** What the streams went through, for tests to look at. */
export const seen: { left: string[]; lastEventIds: (string | undefined)[] } = { left: [], lastEventIds: [] }

export const handlers: Handlers<typeof api, Context> = {
  notes: {
    create: ({ body }) =>
      body.text === 'twice'
        ? reply(409, { reason: 'It is there already.' })
        : reply(
            201,
            { id: String(body.tags.length), text: body.text, madeAt: new Date(0) },
            { headers: { location: '/x' } },
          ),
    get: ({ params }) => {
      if (params.id === 'missing') throw new HttpProblem(404, { detail: 'There is no such note.' })
      return { id: params.id, text: 'a text', madeAt: '2026-01-02T03:04:05.000Z' }
    },
    list: ({ query }) => {
      const start = Number(query.after ?? 0)
      const items = Array.from({ length: query.limit }, (_, n) => String(start + n))
      return { items, next: start + query.limit >= 6 ? null : String(start + query.limit) }
    },
    remove: () => {},
  },
  files: {
    put: async ({ body }) => {
      let bytes = 0
      for await (const chunk of body) bytes += chunk.byteLength
      return { bytes }
    },
    get: ({ params }) =>
      reply(
        200,
        new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode(`file ${params.name}`))
            controller.close()
          },
        }),
        { headers: { 'content-type': 'text/plain', 'content-disposition': 'attachment' } },
      ),
    form: async ({ body }) => {
      const file = body.get('file') as File
      return { name: String(body.get('name')), size: file.size }
    },
  },
  who: ({ headers, context }) => ({ tenant: headers['x-tenant'], context: context.tenant }),
  broken: ({ params }) => {
    if (params.how === 'throw') throw new Error('password=hunter2')
    return { n: 'not a number' as unknown as number, secret: 'hunter2' }
  },
  events: ({ params, lastEventId, context }) => {
    if (context.tenant === 'stranger') throw new HttpProblem(403)
    seen.lastEventIds.push(lastEventId)
    if (params.id === 'generated') {
      return (async function* () {
        for (let n = Number(lastEventId ?? 0) + 1; n <= 3; n++)
          yield { type: 'step', data: { n }, id: String(n) } as const
        yield { type: 'done', data: { total: 3 }, id: 'end' } as const
      })()
    }
    return async (stream) => {
      stream.defer(() => seen.left.push(params.id))
      for (let n = 1; params.id === 'endless' || n <= 3; n++) {
        if (!(await stream.send('step', { n }, { id: String(n) }))) return
        if (params.id === 'endless') await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await stream.send('done', { total: 3 }, { id: 'end' })
    }
  },
}
