// The suite's scenarios on other libraries, each used as its documentation shows, so that the same tests run on them.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { Lab, type TestStream } from '../kit/scenarios.ts'

export const lab = new Lab()

interface Wanted {
  readonly name: string
  readonly id: string
}

async function wanted(url: URL): Promise<Wanted> {
  const found = { name: url.pathname.slice('/s/'.length), id: url.searchParams.get('id') ?? '' }
  await lab.before(found.name, found.id)
  return found
}

const play = ({ name, id }: Wanted, stream: TestStream): Promise<void> => lab.run(name, id, stream)
const parse = (url: string | undefined): URL => new URL(url ?? '/', 'http://localhost')

function web(answer: (request: Request, found: Wanted) => Response | Promise<Response>): Server {
  const fetch = async (request: Request): Promise<Response> => {
    const url = parse(request.url)
    const told = await lab.control(url)
    return told ? Response.json(told) : answer(request, await wanted(url))
  }
  return createAdaptorServer({ fetch, hostname: '127.0.0.1' }) as Server
}

function control(req: IncomingMessage, res: ServerResponse): boolean {
  const told = lab.control(parse(req.url))
  if (told) res.setHeader('content-type', 'application/json').end(JSON.stringify(told))
  return told !== undefined
}

export const peers: Readonly<Record<string, () => Promise<Server>>> = {
  'raw ReadableStream': async () => {
    const text = new TextEncoder()
    return web((request, found) => {
      const cleanups: (() => unknown)[] = []
      const body = new ReadableStream({
        async start(controller) {
          await play(found, {
            send: (name, data, meta) =>
              controller.enqueue(
                text.encode(
                  `event: ${name}\n${meta?.id ? `id: ${meta.id}\n` : ''}data: ${JSON.stringify(data)}\n\n`,
                ),
              ),
            close: () => controller.close(),
            onClose: (cleanup) => void cleanups.push(cleanup),
            signal: request.signal,
          })
          controller.close()
        },
        cancel: () => cleanups.forEach((cleanup) => void cleanup()),
      })
      return new Response(body, {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
      })
    })
  },

  'better-sse Node': async () => {
    const { createSession } = await import('better-sse')
    return createServer(async (req, res) => {
      if (control(req, res)) return
      const found = await wanted(parse(req.url))
      const session = await createSession(req, res)
      await play(found, {
        send: (name, data, meta) => session.push(data, name, meta?.id),
        close: () => res.end(),
        onClose: (cleanup) => void session.once('disconnected', () => void cleanup()),
      })
      res.end()
    })
  },

  'better-sse Fetch': async () => {
    const { createResponse } = await import('better-sse')
    return web((request, found) =>
      createResponse(request, (session) => {
        void play(found, {
          send: (name, data, meta) => session.push(data, name, meta?.id),
          close: () => {
            throw new Error('has no close')
          },
          onClose: (cleanup) => void session.once('disconnected', () => void cleanup()),
          signal: request.signal,
        })
      }),
    )
  },

  'hono streamSSE': async () => {
    const { Hono } = await import('hono')
    const { streamSSE } = await import('hono/streaming')
    const app = new Hono()
    app.all('*', async (context) => {
      const found = await wanted(parse(context.req.url))
      return streamSSE(context, (stream) =>
        play(found, {
          send: (event, data, meta) => stream.writeSSE({ event, data: JSON.stringify(data), ...meta }),
          close: () => stream.close(),
          onClose: (cleanup) => stream.onAbort(() => void cleanup()),
          signal: context.req.raw.signal,
        }),
      )
    })
    return web((request) => app.fetch(request))
  },

  h3: async () => {
    const { createEventStream, defineHandler, H3, toNodeHandler } = await import('h3')
    const app = new H3()
    app.all(
      '/**',
      defineHandler(async (event) => {
        const found = await wanted(parse(event.req.url))
        const stream = createEventStream(event)
        void play(found, {
          send: (name, data, meta) =>
            stream.push({ event: name, data: JSON.stringify(data), ...(meta?.id ? { id: meta.id } : {}) }),
          close: () => stream.close(),
          onClose: (cleanup) => stream.onClosed(() => void cleanup()),
          signal: event.req.signal,
        }).then(() => stream.close())
        return stream
      }),
    )
    const handler = toNodeHandler(app)
    return createServer((req, res) => {
      if (!control(req, res)) void handler(req, res)
    })
  },

  '@fastify/sse': async () => {
    const { default: fastify } = await import('fastify')
    const { default: plugin } = await import('@fastify/sse')
    const app = fastify()
    await app.register(plugin)
    app.get('/s/*', { sse: true }, async (request, reply) => {
      const found = await wanted(parse(request.url))
      await play(found, {
        send: (event, data, meta) => reply.sse.send({ event, data, ...(meta?.id ? { id: meta.id } : {}) }),
        close: () => reply.sse.close(),
        onClose: (cleanup) => reply.sse.onClose(() => void cleanup()),
      })
    })
    app.get('/*', async (request) => lab.control(parse(request.url)))
    await app.ready()
    return app.server
  },
}
