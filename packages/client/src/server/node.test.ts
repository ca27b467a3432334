import { createServer, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineContract, route } from '../index.ts'
import { implement } from './implement.ts'
import { toExpress, toWebRequest, writeWebResponse } from './node.ts'

let stop: (() => Promise<unknown>) | undefined
afterEach(() => stop?.())

async function serve(listener: RequestListener): Promise<{ url: string; port: number }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stop = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, port }
}

describe('requests and responses of Node', () => {
  it('aborts the signal when the client leaves, and not when it was answered', async () => {
    const api = defineContract({
      slow: route.get('/slow', { responses: { 200: z.string() } }),
      quick: route.get('/quick', { responses: { 200: z.string() } }),
    })
    const aborted: string[] = []
    let left!: () => void
    const leaving = new Promise<void>((resolve) => {
      left = resolve
    })
    const { url } = await serve(
      toExpress(
        implement(api, {
          slow: async ({ signal }) => {
            await new Promise((resolve) => signal.addEventListener('abort', resolve))
            aborted.push('slow')
            left()
            return 'late'
          },
          quick: ({ signal }) => {
            signal.addEventListener('abort', () => aborted.push('quick'))
            return 'soon'
          },
        }),
      ),
    )
    expect(await (await fetch(`${url}/quick`, { headers: { connection: 'close' } })).json()).toBe('soon')
    await expect(fetch(`${url}/slow`, { signal: AbortSignal.timeout(100) })).rejects.toThrow()
    await leaving
    expect(aborted).toEqual(['slow'])
  })

  it('sends the headers before the first byte of a body', async () => {
    const { url } = await serve((req, res) =>
      writeWebResponse(res, new Response(new ReadableStream()), req.method),
    )
    const response = await fetch(url)
    expect(response.status).toBe(200)
    await response.body?.cancel()
  })

  it('cancels a body that nobody reads any more', async () => {
    let cancelled!: () => void
    const cancelling = new Promise<void>((resolve) => {
      cancelled = resolve
    })
    const { url } = await serve((req, res) =>
      writeWebResponse(res, new Response(new ReadableStream({ cancel: cancelled })), req.method),
    )
    const response = await fetch(url)
    await response.body?.cancel()
    await cancelling
  })

  it('reads a body no faster than it is taken', async () => {
    let pulled = 0
    const { port } = await serve((req, res) => {
      const body = new ReadableStream({
        pull(controller) {
          pulled++
          controller.enqueue(new Uint8Array(65_536))
          if (pulled === 2000) controller.close()
        },
      })
      return writeWebResponse(res, new Response(body), req.method)
    })
    const socket = connect(port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    socket.pause()
    let before = -1
    for (let n = 0; n < 100 && pulled !== before; n++) {
      before = pulled
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    socket.destroy()
    expect(pulled).toBeLessThan(500)
    expect(pulled).toBe(before)
  })

  it('cuts a body that fails half-way, so that it cannot be taken for whole', async () => {
    const { url } = await serve((req, res) => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('half'))
          setTimeout(() => controller.error(new Error('no more')), 20)
        },
      })
      return writeWebResponse(res, new Response(body), req.method)
    })
    await expect((await fetch(url)).text()).rejects.toThrow()
  })

  it('keeps each cookie, those of others too', async () => {
    const { url } = await serve((req, res) => {
      res.setHeader('set-cookie', 'a=1')
      const response = new Response('x')
      response.headers.append('set-cookie', 'b=2; Path=/')
      response.headers.append('set-cookie', 'c=3')
      return writeWebResponse(res, response, req.method)
    })
    expect((await fetch(url)).headers.getSetCookie()).toEqual(['a=1', 'b=2; Path=/', 'c=3'])
  })

  it('flushes what compression holds back', async () => {
    let flushed = 0
    const { url } = await serve((req, res) => {
      Object.assign(res, { flush: () => flushed++ })
      return writeWebResponse(res, new Response('x'), req.method)
    })
    await (await fetch(url)).text()
    expect(flushed).toBe(1)
  })

  it('gives a POST without content no body, and one with content all of it', async () => {
    const bodies: (string | null)[] = []
    const { url } = await serve(async (req, res) => {
      const request = toWebRequest(req, res)
      bodies.push(request.body ? await request.text() : null)
      res.end()
    })
    await fetch(url, { method: 'POST' })
    await fetch(url, { method: 'POST', body: 'x'.repeat(200_000) })
    await fetch(url, { method: 'POST', body: new Blob(['chunked']).stream(), duplex: 'half' } as RequestInit)
    expect(bodies).toEqual([null, 'x'.repeat(200_000), 'chunked'])
  })
})
