import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { afterEach, expect, it } from 'vitest'
import { app as expressApp } from '../examples/express.ts'
import { app as fastifyApp } from '../examples/fastify.ts'
import fetchApp from '../examples/fetch.ts'
import { app as honoApp } from '../examples/hono.ts'
import { app as koaApp } from '../examples/koa.ts'
import { GET } from '../examples/next.ts'
import { server as http2Server } from '../examples/node-http2.ts'
import workerApp from '../examples/workerd.ts'
import { Http2Client, RawClient } from './kit/client.ts'

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
