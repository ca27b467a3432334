import { defineContract, route, stream } from '@nyxcore/client'
import { z } from 'zod'

const Match = z.object({ slug: z.string(), surface: z.string(), start: z.number(), end: z.number() })
const Domain = z.object({ slug: z.string(), label: z.string(), confidence: z.number() })

/** What the server answers and the client reads: one file for both. */
export const api = defineContract({
  health: route.get('/api/v1/health', { responses: { 200: z.object({ runtime: z.string() }) } }),
  specialize: route.post('/api/v1/specialize', {
    body: z.object({ text: z.string().min(1).max(20_000) }),
    responses: { 200: z.object({ domains: z.array(Domain) }) },
  }),
  // The same, word by word: each match as it is found, then the domains. A client that was cut off says after which
  // match, and gets the rest.
  matches: stream('/api/v1/events/specialize', {
    query: z.object({ text: z.string().min(1).max(2_000), pause: z.number().min(0).max(1_000).default(0) }),
    events: { match: Match, done: z.object({ domains: z.array(Domain) }) },
    final: ['done'],
  }),
})
