import { type ContextInfo, implement, toHono } from '@nyxcore/client/server'
import { createSse } from '@nyxcore/safe-sse'
import { extractSpecializations, type Specialization } from '@nyxcore/specialization'
import { type Context, Hono } from 'hono'
import { getRuntimeKey } from 'hono/adapter'
import { api } from './contract.ts'

const { sse, drain, stats } = createSse({ maxConnections: 1_000 })

const handle = implement(
  api,
  {
    health: () => ({ runtime: getRuntimeKey() }),
    specialize: ({ body }) => ({ domains: domainsOf(extractSpecializations(body.text)) }),
    matches: ({ query, context, lastEventId }) => ({
      // workerd tells of a client that left by a failed write alone: `waitUntil` lets the stream notice, and the
      // heartbeat is how soon.
      options: { waitUntil: context.waitUntil, heartbeat: 5_000 },
      async run(stream) {
        const found = extractSpecializations(query.text)
        const matches = found
          .flatMap(({ slug, matches }) =>
            matches.map(({ surface, start, end }) => ({ slug, surface, start, end })),
          )
          .sort((a, b) => a.start - b.start)
        const after = /^\d{1,6}$/.test(lastEventId ?? '') ? Number(lastEventId) : 0
        for (let n = after; n < matches.length; n++) {
          const match = matches[n]
          if (match === undefined || !(await stream.send('match', match, { id: String(n + 1) }))) return
          if (query.pause > 0) await new Promise((resolve) => setTimeout(resolve, query.pause))
        }
        await stream.send('done', { domains: domainsOf(found) })
      },
    }),
  },
  {
    sse,
    context: (_request: Request, { platform }: ContextInfo) => ({
      waitUntil: waitUntilOf(platform as Context),
    }),
  },
)

function domainsOf(found: readonly Specialization[]) {
  return found.map(({ slug, label, confidence }) => ({ slug, label, confidence }))
}

/** workerd's; the other runtimes have none, and Hono throws where there is none. */
function waitUntilOf(context: Context): ((done: Promise<unknown>) => void) | undefined {
  if (getRuntimeKey() !== 'workerd') return undefined
  const { executionCtx } = context
  return (done) => executionCtx.waitUntil(done)
}

const app = new Hono().use(toHono(handle))
app.get('/api/v1/streams', (context) => context.json(stats()))
app.notFound((context) => context.json({ error: 'there is nothing here' }, 404))

export { drain }
/** Bun, `deno serve` and workerd take a default export that has `fetch`; src/node.ts is for Node. */
export default app
