// One server a contender. Each answers every request with a stream, and gives a way to send one event to all of them
// and the way it would do that best: one encoding where its API allows that.
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'

const event = () => ({
  type: 'tick',
  data: { n: 1, at: 1_700_000_000_000, text: 'a small event of usual size' },
})
const text = `event: tick\ndata: ${JSON.stringify(event().data)}\n\n`
const sse = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }

/** name: () => ({ listen(port callback), broadcast() }) */
export const servers = {
  'socket.write': async () => {
    const sockets = new Set()
    const body = Buffer.from(text)
    const chunk = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')])
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'
    const server = createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => {
        socket.write(head)
        sockets.add(socket)
      })
    })
    return { server, broadcast: () => each(sockets, (socket) => socket.write(chunk)) }
  },

  'res.write(Buffer)': async () => {
    const all = new Set()
    const chunk = Buffer.from(text)
    const server = createServer((_, res) => {
      res.writeHead(200, sse)
      res.write(':\n\n')
      all.add(res)
    })
    return { server, broadcast: () => each(all, (res) => res.write(chunk)) }
  },

  'safe-sse Node': async () => {
    const { encodeEvent } = await import('@nyxcore/safe-sse')
    const { sseNode } = await import('@nyxcore/safe-sse/node')
    const all = new Set()
    const server = createServer((req, res) => {
      void sseNode(req, res, (stream) => {
        all.add(stream)
        return stream.closed
      })
    })
    const broadcast = () => {
      const bytes = encodeEvent(event())
      for (const stream of all) void stream.sendEncoded(bytes)
    }
    return { server, broadcast }
  },

  'better-sse Node': async () => {
    const { createChannel, createSession } = await import('better-sse')
    const channel = createChannel()
    const server = createServer(async (req, res) => channel.register(await createSession(req, res)))
    return { server, broadcast: () => channel.broadcast(event().data, 'tick') }
  },

  '@fastify/sse': async () => {
    const { default: fastify } = await import('fastify')
    const { default: plugin } = await import('@fastify/sse')
    const app = fastify()
    const all = new Set()
    await app.register(plugin)
    app.get('/', { sse: true }, async (_, reply) => {
      reply.sse.keepAlive()
      all.add(reply.sse)
      await reply.sse.send({ data: 'open' })
    })
    await app.ready()
    return {
      server: app.server,
      broadcast: () => each(all, (stream) => void stream.send({ event: 'tick', data: event().data })),
    }
  },

  'ReadableStream.enqueue': async () => {
    const all = new Set()
    const chunk = new TextEncoder().encode(text)
    const open = new TextEncoder().encode(':\n\n')
    const answer = () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(open)
            all.add(controller)
          },
        }),
        { headers: sse },
      )
    return {
      server: await webServer(answer),
      broadcast: () => each(all, (controller) => controller.enqueue(chunk)),
    }
  },

  'safe-sse Web': async () => {
    const { encodeEvent, sse: answer } = await import('@nyxcore/safe-sse')
    const all = new Set()
    const server = await webServer((request) =>
      answer(request, (stream) => {
        all.add(stream)
        return stream.closed
      }),
    )
    const broadcast = () => {
      const bytes = encodeEvent(event())
      for (const stream of all) void stream.sendEncoded(bytes)
    }
    return { server, broadcast }
  },

  'better-sse Fetch': async () => {
    const { createChannel, createResponse } = await import('better-sse')
    const channel = createChannel()
    const server = await webServer((request) =>
      createResponse(request, (session) => channel.register(session)),
    )
    return { server, broadcast: () => channel.broadcast(event().data, 'tick') }
  },

  'hono streamSSE': async () => {
    const { Hono } = await import('hono')
    const { streamSSE } = await import('hono/streaming')
    const all = new Set()
    const app = new Hono()
    app.get('/', (context) =>
      streamSSE(context, async (stream) => {
        all.add(stream)
        await stream.writeSSE({ data: 'open' })
        await new Promise((resolve) => stream.onAbort(resolve))
      }),
    )
    const data = JSON.stringify(event().data)
    return {
      server: await webServer(app.fetch),
      broadcast: () => each(all, (stream) => void stream.writeSSE({ event: 'tick', data })),
    }
  },

  h3: async () => {
    const { createEventStream, defineHandler, H3, toNodeHandler } = await import('h3')
    const all = new Set()
    const app = new H3()
    app.get(
      '/',
      defineHandler((request) => {
        const stream = createEventStream(request)
        all.add(stream)
        void stream.push('open')
        return stream.send?.() ?? stream
      }),
    )
    const data = JSON.stringify(event().data)
    return {
      server: createServer(toNodeHandler(app)),
      broadcast: () => each(all, (stream) => void stream.push({ event: 'tick', data })),
    }
  },
}

async function webServer(fetch) {
  const { createAdaptorServer } = await import('@hono/node-server')
  return createAdaptorServer({ fetch })
}

function each(all, act) {
  for (const one of all) act(one)
}
