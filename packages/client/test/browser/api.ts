import { cursor, defineContract, raw, route, stream } from '@nyxcore/client'
import { z } from 'zod'

const Note = z.object({ id: z.number(), text: z.string() })

/** What the pages of the browser tests talk to. */
export const api = defineContract({
  notes: {
    get: route.get('/api/notes/:id', {
      responses: { 200: Note },
      errors: { 404: z.object({ title: z.string() }) },
    }),
    list: route.get('/api/notes', {
      query: z.object({ after: z.string().optional() }),
      responses: { 200: z.object({ items: z.array(Note), next: z.string().nullable() }) },
      page: cursor({ param: 'after', next: 'next', items: 'items' }),
    }),
    add: route.post('/api/notes', { body: z.object({ text: z.string() }), responses: { 201: Note } }),
    remove: route.delete('/api/notes/:id', { responses: { 204: null } }),
  },
  slow: route.get('/api/slow', { responses: { 200: z.string() } }),
  files: {
    put: route.put('/api/files/:name', {
      body: raw('stream'),
      responses: { 200: z.object({ bytes: z.number() }) },
    }),
    form: route.post('/api/forms', {
      body: raw('formData'),
      responses: { 200: z.object({ bytes: z.number() }) },
    }),
    refuse: route.put('/api/refuse', { body: raw('stream'), responses: { 204: null } }),
    hang: route.put('/api/hang', { body: raw('stream'), responses: { 204: null } }),
  },
  run: stream('/api/runs/:id', {
    events: { step: z.object({ n: z.number() }), done: z.object({ total: z.number() }) },
    final: ['done'],
  }),
})
