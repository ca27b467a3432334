// The same cases for every runtime. Bundled and started there against a server of the test; the last line is JSON.
import { z } from 'zod'
import { bearer, createClient, cursor, isApiError, isClientError, route, stream } from '../../src/index.ts'

const item = z.object({ n: z.number() })
const api = {
  echo: route.post('/echo', {
    body: z.object({ text: z.string() }),
    responses: { 200: z.object({ text: z.string() }), 409: z.object({ field: z.string() }) },
  }),
  flaky: route.get('/flaky/:key', { responses: { 200: item } }),
  secret: route.get('/secret', { responses: { 200: item } }),
  hang: route.get('/hang', { responses: { 200: item } }),
  list: route.get('/list', {
    query: z.object({ after: z.string().optional() }),
    responses: { 200: z.object({ rows: z.array(z.number()), next: z.string().nullable() }) },
    page: cursor({ param: 'after', next: 'next', items: 'rows' }),
  }),
  run: stream('/run/:key', { events: { step: item, done: item }, final: ['done'] }),
  live: stream('/live/:key', { events: { step: item } }),
}

/** Runs all cases; each name with `ok`, or what went wrong. */
export async function runCases(baseUrl: string, key: string): Promise<Record<string, string>> {
  let token = 'old'
  const client = createClient(api, {
    baseUrl,
    retry: { baseDelay: 1 },
    auth: bearer({
      token: () => token,
      refresh: async () => {
        token = 'new'
      },
    }),
  })
  const same = (got: unknown, due: unknown) => {
    if (JSON.stringify(got) !== JSON.stringify(due))
      throw new Error(`${JSON.stringify(got)} instead of ${JSON.stringify(due)}`)
  }
  const codeOf = async (promise: Promise<unknown>) =>
    promise.then(
      () => 'none',
      (error) => (isClientError(error) ? error.code : String(error)),
    )
  const cases: Record<string, () => Promise<void>> = {
    'a JSON request': async () => same(await client.echo({ body: { text: 'é語🙂' } }), { text: 'é語🙂' }),
    'a declared error': async () => {
      const error = await client.echo({ body: { text: 'taken' } }).catch((caught: unknown) => caught)
      same(isApiError(api.echo, error) && error.data.field, 'text')
    },
    'a retry after 503': async () => same(await client.flaky({ params: { key } }), { n: 2 }),
    'a refresh after 401': async () => same(await client.secret(), { n: 7 }),
    'a timeout': async () =>
      same(await codeOf(client.hang({ timeout: 100, retry: { attempts: 1 } })), 'TIMEOUT'),
    'an abort': async () => {
      const control = new AbortController()
      setTimeout(() => control.abort(), 50)
      same(await codeOf(client.hang({ signal: control.signal })), 'ABORTED')
    },
    pages: async () => {
      const rows: number[] = []
      for await (const row of client.list.all()) rows.push(row)
      same(rows, [1, 2, 3, 4])
    },
    'a stream that breaks off, resumes and ends': async () => {
      const ids: unknown[] = []
      for await (const event of client.run({ params: { key }, reconnect: { minDelay: 1, maxDelay: 5 } }))
        ids.push(event.id)
      same(ids, ['1', '2é語', '3', '4'])
    },
    'a stream that is left closes its socket': async () => {
      for await (const event of client.live({ params: { key } })) {
        if (event.type === 'step') break
      }
      for (let wait = 0; wait < 60; wait++) {
        const { open } = (await (await fetch(`${baseUrl}/open/${key}`)).json()) as { open: number }
        if (open === 0) return
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error('the socket is still open after three seconds')
    },
    'an idle stream is taken for dead': async () => {
      let reconnects = 0
      const events = client.live({
        params: { key },
        idleTimeout: 100,
        reconnect: { minDelay: 1, maxDelay: 5 },
        onReconnect: () => {
          if (++reconnects === 2) events.close()
        },
      })
      for await (const _ of events);
      same(reconnects, 2)
    },
  }
  const results: Record<string, string> = {}
  for (const [name, run] of Object.entries(cases)) {
    results[name] = await run().then(
      () => 'ok',
      (error) => String(error?.message ?? error),
    )
  }
  return results
}
