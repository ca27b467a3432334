import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import { afterEach, expect, it, vi } from 'vitest'
import { app as expressApp } from '../examples/express.ts'
import { app as fastifyApp } from '../examples/fastify.ts'
import fetchApp from '../examples/fetch.ts'
import { app as honoApp } from '../examples/hono.ts'
import { app as koaApp } from '../examples/koa.ts'
import { GET } from '../examples/next.ts'
import { register } from '../examples/next-instrumentation.ts'
import { server as httpServer } from '../examples/node-http.ts'
import { server as http2Server } from '../examples/node-http2.ts'
import workerApp from '../examples/workerd.ts'
import { Http2Client, RawClient } from './kit/client.ts'
import { launch } from './kit/launch.ts'
import { bun, deno } from './kit/targets.ts'

const servers: { close(): unknown }[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serve(server: Server | typeof http2Server): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const web = (fetch: (request: Request) => Response | Promise<Response>): Server =>
  createAdaptorServer({ fetch }) as Server
const waitUntil = (): void => {}

it.each<[string, () => Server | Promise<Server>]>([
  ['next', () => web(GET)],
  ['hono', () => web(honoApp.fetch)],
  ['fetch', () => web(fetchApp.fetch)],
  ['workerd', () => web((request) => workerApp.fetch(request, {}, { waitUntil }))],
  ['node-http', () => httpServer],
  ['express', () => createServer(expressApp as RequestListener)],
  ['koa', () => createServer(koaApp.callback())],
  [
    'fastify',
    async () => {
      await fastifyApp.ready()
      return fastifyApp.server
    },
  ],
])('the example %s streams', async (_, make) => {
  const client = new RawClient(await serve(await make()), '/events')
  await client.until('an event', ({ events }) => events.length > 0)
  expect(client.head).toMatch(/content-type: text\/event-stream/i)
  client.destroy()
})

it('the example node-http2 streams', async () => {
  const client = new Http2Client(await serve(http2Server), '/events')
  await client.until('an event', ({ events }) => events.length > 0)
  client.destroy()
})

const example = (name: string): string => fileURLToPath(new URL(`../examples/${name}`, import.meta.url))

it.each<[string, string, string[], RegExp]>([
  ['Bun', bun[0], ['--conditions=source'], /http:\/\/[^:]+:(\d+)/],
  [
    'Deno',
    deno[0],
    ['serve', '-A', '--no-check', '--conditions=source', '--host=127.0.0.1', '--port=0'],
    /http:\/\/[^:]+:(\d+)/,
  ],
])('the example fetch streams on %s itself', async (_, command, args, listens) => {
  const launched = await launch(command, [...args, example('fetch.ts')], { listens, env: { PORT: '0' } })
  try {
    const client = new RawClient(launched.port, '/')
    await client.until('an event', ({ events }) => events.length > 0)
    client.destroy()
  } finally {
    await launched.stop()
  }
})

it('the example next-instrumentation drains, and ends the process', async () => {
  vi.stubEnv('NEXT_RUNTIME', 'nodejs')
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as typeof process.exit)
  const before = process.listeners('SIGTERM')
  register()
  const [added] = process.listeners('SIGTERM').filter((listener) => !before.includes(listener))
  added!('SIGTERM')
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0))
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

it('FRAMEWORKS.md shows the examples as they are', () => {
  const text = readFileSync(new URL('../FRAMEWORKS.md', import.meta.url), 'utf8')
  for (const name of readdirSync(new URL('../examples', import.meta.url))) {
    const code = readFileSync(example(name), 'utf8').trimEnd()
    expect(text, name).toContain(`\`\`\`ts\n${code}\n\`\`\`\n`)
    expect(code.split('\n').length, name).toBeLessThanOrEqual(15)
  }
})
