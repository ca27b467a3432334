import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve as serveHono } from '@hono/node-server'
import { toHono } from '@nyxcore/client/server'
import { toExpress, toFastify } from '@nyxcore/client/server/node'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import type { seen } from './api.ts'
import { implementation } from './implementation.ts'
import { startNext } from './next.ts'

/** A running server, and how to stop it. */
export interface Target {
  readonly url: string
  /** What its streams went through, where that is another process's to know. */
  readonly seen?: (() => Promise<typeof seen>) | undefined
  close(): Promise<unknown>
}

function listening(server: Server): Promise<Target> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () => {
          server.closeAllConnections()
          return new Promise((done) => server.close(done))
        },
      }),
    )
  })
}

/** The frameworks: the same contract in each, and beside it a page of the framework's own. */
export const targets: Record<string, () => Promise<Target>> = {
  'node:http': () => listening(createServer(toExpress(implementation))),
  'Express 5': () => {
    const app = express()
    app.use((_req, res, next) => {
      res.setHeader('x-of-framework', 'yes')
      next()
    })
    app.use(toExpress(implementation))
    app.get('/own', (_req, res) => void res.send('own'))
    return listening(createServer(app))
  },
  'Express 5 after its body parsers, mounted': () => {
    const app = express()
    app.use(express.json({ limit: 5000 }), express.urlencoded())
    app.use('/api', toExpress(implementation))
    app.get('/own', (_req, res) => void res.send('own'))
    return listening(createServer(app))
  },
  'Fastify 5': async () => {
    const app = fastify({ forceCloseConnections: true })
    app.addHook('onRequest', async (_request, reply) => void reply.header('x-of-framework', 'yes'))
    app.register(toFastify(implementation), { prefix: '/api' })
    app.get('/own', async () => 'own')
    return { url: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() }
  },
  Hono: () => {
    const app = new Hono()
    app.use(async (c, next) => {
      await next()
      c.header('x-of-framework', 'yes')
    })
    app.use(toHono(implementation))
    app.get('/own', (c) => c.text('own'))
    return new Promise((resolve) => {
      const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
        resolve({
          url: `http://127.0.0.1:${port}`,
          close: () => {
            ;(server as Server).closeAllConnections()
            return new Promise((done) => server.close(done))
          },
        }),
      )
    })
  },
  'Next 16': async () => {
    const target = await startNext()
    return {
      ...target,
      seen: async () => (await (await fetch(`${target.url}/api/seen`)).json()) as typeof seen,
    }
  },
}
