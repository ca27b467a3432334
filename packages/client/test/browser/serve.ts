import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HttpProblem, implement, reply } from '@nyxcore/client/server'
import { toExpress } from '@nyxcore/client/server/node'
import { sse } from '@nyxcore/safe-sse'
import { build } from 'esbuild'
import { api } from './api.ts'

/** A server of pages and of the contract in `api.ts`, and what it saw. */
export interface PageServer {
  readonly url: string
  /** Connections to streams by id: opened, and open now. Calls that hang are open too, by name. */
  readonly opened: Map<string, number>
  readonly open: Map<string, number>
  readonly calls: string[]
  /** Requests whose client left before they were answered. */
  readonly left: string[]
  /** Ends the open connections of a stream, as a broken network would. */
  cut(id: string): void
  close(): Promise<unknown>
}

/** Bundles a page's script as an application's bundler would, from sources. */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    jsx: 'automatic',
    conditions: ['source'],
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
  })
  return outputFiles[0]!.text
}

/** Serves `html` at `/`, `script` at `/app.js`, and the contract. */
export async function servePages(script: string, html = '<div id="root"></div>'): Promise<PageServer> {
  const opened = new Map<string, number>()
  const open = new Map<string, number>()
  const cutters = new Map<string, Set<() => void>>()
  const calls: string[] = []
  const left: string[] = []
  const notes = Array.from({ length: 5 }, (_, id) => ({ id, text: `note ${id}` }))
  const count = (map: Map<string, number>, id: string, by: number) => map.set(id, (map.get(id) ?? 0) + by)
  const bytesOf = async (body: ReadableStream<Uint8Array>): Promise<number> => {
    let bytes = 0
    for await (const chunk of body) bytes += chunk.byteLength
    return bytes
  }
  const hang = async (signal: AbortSignal, name: string): Promise<never> => {
    count(open, name, 1)
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve))
    count(open, name, -1)
    left.push(name)
    throw new HttpProblem(503)
  }
  const implementation = implement(
    api,
    {
      notes: {
        get: ({ params }) => {
          calls.push(`get ${params.id}`)
          const note = notes[Number(params.id)]
          if (!note) throw new HttpProblem(404, { title: 'No such note' })
          return note
        },
        list: ({ query }) => {
          calls.push(`list ${query.after ?? ''}`)
          const start = Number(query.after ?? 0)
          return {
            items: notes.slice(start, start + 2),
            next: start + 2 < notes.length ? `${start + 2}` : null,
          }
        },
        add: ({ body }) => {
          const note = { id: notes.length, text: body.text }
          notes.push(note)
          return reply(201, note)
        },
        remove: () => {},
      },
      slow: ({ signal }) => hang(signal, 'slow'),
      files: {
        put: async ({ body }) => ({ bytes: await bytesOf(body) }),
        form: async ({ body }) => ({ bytes: (body.get('file') as File).size }),
        refuse: async ({ body }) => {
          await bytesOf(body)
          throw new HttpProblem(409, { title: 'Refused' })
        },
        hang: ({ signal }) => hang(signal, 'hang'),
      },
      run:
        ({ params: { id }, lastEventId }) =>
        async (stream) => {
          count(opened, id, 1)
          count(open, id, 1)
          const cut = () => stream.close()
          const all = cutters.get(id) ?? new Set()
          cutters.set(id, all.add(cut))
          stream.defer(() => {
            all.delete(cut)
            count(open, id, -1)
          })
          const total = id.startsWith('endless') ? Number.POSITIVE_INFINITY : 5
          for (let n = Number(lastEventId ?? 0) + 1; n <= total; n++) {
            if (!(await stream.send('step', { n }, { id: `${n}`, retry: 100 }))) return
            await new Promise((resolve) => setTimeout(resolve, 20))
          }
          await stream.send('done', { total }, { id: 'end' })
        },
    },
    { sse, maxBodySize: 1 << 26 },
  )
  const handle = toExpress(implementation)
  const server = createServer((req, res) => {
    if (req.url?.startsWith('/api/')) return void handle(req, res)
    if (req.url === '/app.js') {
      res.setHeader('content-type', 'text/javascript')
      return void res.end(script)
    }
    res.setHeader('content-type', 'text/html; charset=utf-8')
    res.end(
      `<!doctype html><title>Test</title><link rel="icon" href="data:,">${html}<script type="module" src="/app.js"></script>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    // A name, since pages on localhost are a secure context, which locks need.
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    opened,
    open,
    calls,
    left,
    cut: (id) => {
      for (const cut of cutters.get(id) ?? []) cut()
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
