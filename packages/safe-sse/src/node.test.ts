import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import compression from 'compression'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSseNode, type NodeRequest, sseNode } from './node.ts'
import { collect, disconnectAfter, slowReader } from './testing/index.ts'

let server: Server

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function serve(handle: (req: NodeRequest, res: ServerResponse) => unknown): Promise<string> {
  server = createServer((req, res) => void handle(req, res))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

describe('sseNode', () => {
  it('sends, and resolves with the reason once the last byte is out', async () => {
    const reason = Promise.withResolvers<unknown>()
    const url = await serve(async (req, res) => {
      reason.resolve(
        await sseNode(req, res, async function* () {
          yield { type: 'tick', data: 1, id: 'é' }
        }),
      )
    })
    expect(await collect(await fetch(url))).toEqual([{ type: 'tick', data: 1, id: 'é' }])
    expect(await reason.promise).toBe('completed')
  })

  it('resolves with client-left', async () => {
    const reason = Promise.withResolvers<unknown>()
    const url = await serve(async (req, res) => {
      reason.resolve(
        await sseNode(req, res, async (stream) => {
          for (let n = 0; await stream.send('tick', n); n++);
        }),
      )
    })
    await disconnectAfter(await fetch(url), 3)
    expect(await reason.promise).toBe('client-left')
  })

  it('adds headers to those set before, and keeps the content type', async () => {
    const url = await serve((req, res) => {
      res.setHeader('x-before', '1')
      return sseNode(req, res, async () => {}, { headers: { 'x-after': '2', 'content-type': 'text/html' } })
    })
    const { headers } = await fetch(url)
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-before': '1',
      'x-after': '2',
      'content-type': 'text/event-stream',
    })
  })

  it('adds cookies to those that middleware set, and replaces what it may', async () => {
    const headers = new Headers([
      ['set-cookie', 'b=2'],
      ['set-cookie', 'c=3'],
      ['cache-control', 'no-store, no-transform'],
    ])
    const url = await serve((req, res) => {
      res.setHeader('set-cookie', 'a=1')
      return sseNode(req, res, async () => {}, { headers })
    })
    const { headers: got } = await fetch(url)
    expect(got.getSetCookie()).toEqual(['a=1', 'b=2', 'c=3'])
    expect(got.get('cache-control')).toBe('no-store, no-transform')
    expect(got.get('x-accel-buffering')).toBe('no')
  })

  it('flushes compression that a handler has allowed', async () => {
    const compress = compression() as unknown as (req: unknown, res: unknown, next: () => unknown) => void
    const headers = { 'cache-control': 'no-store' }
    const url = await serve((req, res) =>
      compress(req, res, () =>
        sseNode(
          req,
          res,
          async function* (stream) {
            yield { type: 'tick', data: 1 }
            await stream.closed
          },
          { headers },
        ),
      ),
    )
    const response = await fetch(url, { headers: { 'accept-encoding': 'gzip' } })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(await disconnectAfter(response, 1)).toEqual([{ type: 'tick', data: 1 }])
  })

  it('survives middleware that calls something else its stream', async () => {
    const reason = Promise.withResolvers<unknown>()
    const url = await serve((req, res) => {
      Object.assign(res, { stream: {} })
      reason.resolve(sseNode(req, res, (stream) => stream.closed))
    })
    const reader = slowReader(await fetch(url))
    await reader.leave()
    expect(await reason.promise).toBe('client-left')
  })

  it('decodes a cursor that came as UTF-8 bytes', async () => {
    const url = await serve((req, res) =>
      sseNode(req, res, async (stream) => void (await stream.send('at', stream.lastEventId))),
    )
    const headers = { 'last-event-id': Buffer.from('語🙂').toString('latin1') }
    expect(await collect(await fetch(url, { headers }))).toEqual([{ type: 'at', data: '語🙂' }])
  })

  it('throws at once where headers were sent before', async () => {
    const thrown = vi.fn()
    const url = await serve((req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      try {
        void sseNode(req, res, async () => {})
      } catch (error) {
        thrown(error)
      }
      res.end()
    })
    await collect(await fetch(url))
    expect(thrown).toHaveBeenCalledWith(expect.objectContaining({ code: 'RESPONSE_STARTED' }))
  })
})

describe('createSseNode', () => {
  it('answers 503 with Retry-After over its limit, and drains', async () => {
    const limited = createSseNode({ name: 'node-limit', maxConnections: 1, retryAfter: 3 })
    const url = await serve((req, res) => limited.sseNode(req, res, (stream) => stream.closed.then(() => {})))
    const reader = slowReader(await fetch(url))
    await reader.read()
    const refused = await fetch(url)
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('3')
    await limited.drain({ retry: 10, retryJitter: 0 })
    expect(limited.stats()).toMatchObject({ connections: 0, refused: 1, closed: { shutdown: 1 } })
    await reader.read()
    expect(await reader.read()).toBeUndefined()
  })

  it('shares a run between Node clients, and answers 204 and 409 where it should', async () => {
    const { sseNode: answer } = createSseNode({ name: 'node-run' })
    const finish = Promise.withResolvers<void>()
    let starts = 0
    const url = await serve((req, res) =>
      answer(
        req,
        res,
        async (stream) => {
          starts++
          await stream.send('step', 1, { id: '1' })
          await finish.promise
          await stream.send('done', 2, { id: '2' })
        },
        { run: { key: 'w', scope: 's', graceMs: 5_000, whenLive: 'refuse' } },
      ),
    )
    const first = await fetch(url)
    expect((await fetch(url)).status).toBe(409)
    await disconnectAfter(first, 1)
    await vi.waitFor(async () => {
      const again = await fetch(url, { headers: { 'last-event-id': '1' } })
      expect(again.status).toBe(200)
      finish.resolve()
      expect(await collect(again)).toEqual([{ type: 'done', data: 2, id: '2' }])
    })
    expect((await fetch(url, { headers: { 'last-event-id': '2' } })).status).toBe(204)
    expect(starts).toBe(1)
  })
})
