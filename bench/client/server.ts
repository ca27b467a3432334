// What every contender talks to: one process, one JSON answer, one stream, and the servers that oRPC and tRPC need.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { eventIterator, os } from '@orpc/server'
import { initTRPC } from '@trpc/server'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { z } from 'zod'

const persona = { id: '7', name: 'Ada', tags: ['maths', 'engines'], score: 0.98 }
const Persona = z.object({ id: z.string(), name: z.string(), tags: z.array(z.string()), score: z.number() })
const tick = (n: number) => ({ n, text: `token ${n}`, at: 1_700_000_000_000 + n })
const Tick = z.object({ n: z.number(), text: z.string(), at: z.number() })

async function* ticks(count: number) {
  for (let n = 0; n < count; n++) yield tick(n)
}

const orpc = new OpenAPIHandler({
  persona: os
    .route({ method: 'GET', path: '/personas/{id}' })
    .input(z.object({ id: z.string() }))
    .output(Persona)
    .handler(() => persona),
  ticks: os
    .route({ method: 'GET', path: '/ticks' })
    .input(z.object({ count: z.coerce.number() }))
    .output(eventIterator(Tick))
    .handler(({ input }) => ticks(input.count)),
})

const t = initTRPC.create()
export const trpcRouter = t.router({
  persona: t.procedure.input(z.string()).query(() => persona),
})
const trpc = createHTTPHandler({ router: trpcRouter, basePath: '/trpc/' })

const text = JSON.stringify(persona)
const chunks = new Map<number, Buffer[]>()

/** The events of a stream as chunks of 16 KiB, made once. */
function chunked(count: number): Buffer[] {
  const known = chunks.get(count)
  if (known) return known
  let all = ''
  for (let n = 0; n < count; n++) all += `id: ${n}\nevent: tick\ndata: ${JSON.stringify(tick(n))}\n\n`
  const bytes = Buffer.from(`${all}event: done\ndata: null\n\n`)
  const made = Array.from({ length: Math.ceil(bytes.length / 16_384) }, (_, i) =>
    bytes.subarray(i * 16_384, (i + 1) * 16_384),
  )
  chunks.set(count, made)
  return made
}

const server = createServer(async (req, res) => {
  const url = new URL(req.url ?? '/', 'http://host')
  if (url.pathname.startsWith('/orpc/'))
    return void (await orpc.handle(req, res, { prefix: '/orpc', context: {} }))
  if (url.pathname.startsWith('/trpc/')) return trpc(req, res)
  if (url.pathname === '/ticks') {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    for (const chunk of chunked(Number(url.searchParams.get('count')))) {
      if (!res.write(chunk)) await new Promise((resolve) => res.once('drain', resolve))
    }
    return void res.end()
  }
  res.writeHead(200, { 'content-type': 'application/json' }).end(text)
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
