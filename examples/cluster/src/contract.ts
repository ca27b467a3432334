import { defineContract, route, stream } from '@nyxcore/client'
import { z } from 'zod'

export const api = defineContract({
  runs: {
    start: route.post('/api/v1/runs', {
      body: z.object({
        steps: z.number().int().min(1).max(10_000),
        /** Milliseconds between two steps. */
        pause: z.number().int().min(0).max(10_000).default(100),
      }),
      responses: { 201: z.object({ id: z.string() }) },
    }),
    // `by` is the process that did the step: after a crash it is another one.
    events: stream('/api/v1/events/runs/:id', {
      events: {
        step: z.object({ n: z.number(), by: z.number() }),
        done: z.object({ steps: z.number() }),
      },
      final: ['done'],
    }),
  },
})
