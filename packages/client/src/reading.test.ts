// How events are handed out: by loop and by callback, up to the end, an error or an abort.
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Served, serve, startEvents, until } from '../test/serve.ts'
import { createClient, type StreamEvent, stream } from './index.ts'

const api = {
  run: stream('/run', { events: { step: z.number(), done: z.null() }, final: ['done'] }),
  live: stream('/live', { events: { step: z.number() } }),
}
const steps = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `id: ${from + i}\nevent: step\ndata: ${from + i}\n\n`).join(
    '',
  )
const done = 'id: end\nevent: done\ndata: null\n\n'
const quick = { reconnect: { minDelay: 1, maxDelay: 2 } }

let server: Served
afterEach(() => server?.close())
async function start(handler: Parameters<typeof serve>[0]) {
  server = await serve(handler)
  return createClient(api, { baseUrl: server.url })
}

describe('forEach', () => {
  it('calls back with every event in order, over reconnects, and resolves at the end', async () => {
    const client = await start((_, res, n) => {
      startEvents(res)
      res.end(n === 1 ? steps(1, 50) : steps(51, 60) + done)
    })
    const got: unknown[] = []
    const events = client.run(quick)
    const last: string[] = []
    await events.forEach(({ data }) => {
      got.push(data)
      last.push(events.lastEventId)
    })
    expect(got).toEqual([...Array.from({ length: 60 }, (_, i) => i + 1), null])
    expect([last[0], last[59], last[60]]).toEqual(['1', '60', 'end'])
  })

  it('calls back for the events of one chunk without a wait between them', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.end(steps(1, 100) + done)
    })
    let turns = 0
    let during: number | undefined
    await client.run(quick).forEach(({ data }) => {
      if (data === 1) queueMicrotask(() => turns++)
      if (data === 100) during = turns
    })
    expect([during, turns]).toEqual([0, 1])
  })

  it('waits for a promise of the callback before the next event', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.end(steps(1, 5) + done)
    })
    const log: unknown[] = []
    await client.run(quick).forEach(async ({ data }) => {
      log.push(data)
      await new Promise((resolve) => setTimeout(resolve, 5))
      log.push(data)
    })
    expect(log).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, null, null])
  })

  it('rejects as a loop would throw, and with what the callback throws, the socket closed', async () => {
    const client = await start((_, res, n) => {
      startEvents(res)
      res.write(n === 1 ? 'event: step\ndata: "x"\n\n' : steps(1, 3))
    })
    await expect(client.live().forEach(() => {})).rejects.toMatchObject({ code: 'INVALID_EVENT' })
    const mine = new Error('mine')
    await expect(
      client.live().forEach(() => {
        throw mine
      }),
    ).rejects.toBe(mine)
    await until(() => server.sockets.size === 0)
  })

  it('takes nothing but the callback, as an array passes more', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.end(steps(1, 1) + done)
    })
    const seen: unknown[] = []
    const callback = ({ data }: { data: unknown }) => void seen.push(data)
    await Promise.all([client.run(quick)].map((events) => [callback].map(events.forEach)[0]))
    expect(seen).toEqual([1, null])
  })

  it('ends on close()', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.write(steps(1, 3))
    })
    const events = client.live()
    const seen: unknown[] = []
    await events.forEach(({ data }) => {
      seen.push(data)
      if (data === 2) events.close()
    })
    expect(seen).toEqual([1, 2])
    await until(() => server.sockets.size === 0)
  })
})

describe('events that are already here', () => {
  it('are handed out by next() as they come, whatever it is given', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.end(steps(1, 2) + done)
    })
    const seen: unknown[] = []
    // What `next` is given goes through `yield*` to the stream.
    const passed = (async function* (): AsyncGenerator<unknown, void, unknown> {
      yield* client.run(quick)
    })()
    expect(await passed.next()).toMatchObject({ value: { data: 1 } })
    expect(await passed.next((event: unknown) => seen.push(event))).toMatchObject({ value: { data: 2 } })
    expect(seen).toEqual([])
  })

  it('are not handed out after an abort, nor after close()', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.write(steps(1, 10))
    })
    const control = new AbortController()
    const aborted = client.live({ signal: control.signal })
    await aborted.next()
    control.abort()
    await expect(aborted.next()).rejects.toMatchObject({ code: 'ABORTED' })
    expect(await aborted.next()).toEqual({ done: true, value: undefined })

    const closed = client.live()
    await closed.next()
    await closed.close()
    expect(await closed.next()).toEqual({ done: true, value: undefined })
    await until(() => server.sockets.size === 0)
  })

  it('come before the error that ends them and closes the socket', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.write(`${steps(1, 2)}event: nyx.error\ndata: {"code":"BROKEN","requestId":"r1"}\n\n${steps(3, 4)}`)
    })
    const got: StreamEvent[] = []
    const failed = (async () => {
      for await (const event of client.live()) got.push(event)
    })()
    await expect(failed).rejects.toMatchObject({ code: 'STREAM_FAILED', requestId: 'r1' })
    expect(got.map((e) => e.data)).toEqual([1, 2])
    await until(() => server.sockets.size === 0)
  })

  it('that the page had already seen are dropped by its lastEventId', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.end(steps(7, 9) + done)
    })
    const got: unknown[] = []
    await client.run({ ...quick, lastEventId: '7' }).forEach(({ id }) => void got.push(id))
    expect(got).toEqual(['8', '9', 'end'])
  })

  it('that the first connection brought are dropped from the second, also where an empty id has reset the cursor', async () => {
    const client = await start((_, res, n) => {
      startEvents(res)
      if (n === 1) res.end(`${steps(1, 2)}id\n\n`)
      else res.write(steps(1, 3))
    })
    const got: unknown[] = []
    for await (const { id } of client.live(quick)) {
      got.push(id)
      if (id === '3') break
    }
    expect(got).toEqual(['1', '2', '3'])
    expect(server.requests[1]?.headers['last-event-id']).toBeUndefined()
  })

  it('do not move lastEventId before they are handed out, nor while their schema is at work', async () => {
    let judge = (_: { value: unknown }): void => {}
    const slow = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: () =>
          new Promise<{ value: unknown }>((resolve) => {
            judge = resolve
          }),
      },
    } as const
    server = await serve((_, res) => {
      startEvents(res)
      res.write(`${steps(1, 2)}id: 3\nevent: slow\ndata: 3\n\n`)
    })
    const client = createClient(
      { live: stream('/', { events: { step: z.number(), slow } }) },
      { baseUrl: server.url },
    )
    await using events = client.live()
    await events.next()
    expect(events.lastEventId).toBe('1')
    await events.next()
    const last = events.next()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(events.lastEventId).toBe('2')
    judge({ value: 3 })
    expect(await last).toMatchObject({ value: { type: 'slow' } })
    expect(events.lastEventId).toBe('3')
  })

  it('are handed to each next() in order, also those that were asked for while none was there', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.write(steps(1, 3))
      setTimeout(() => res.end(steps(4, 5) + done), 20)
    })
    const events = client.run(quick)
    const all = await Promise.all(Array.from({ length: 7 }, () => events.next()))
    expect(all.map(({ value }) => value?.id)).toEqual(['1', '2', '3', '4', '5', 'end', undefined])
  })

  it('end the stream with what their schema throws, the socket closed', async () => {
    const thrown = new Error('schema')
    for (const validate of [
      () => {
        throw thrown
      },
      () => Promise.reject(thrown),
    ]) {
      const schema = { '~standard': { version: 1, vendor: 'test', validate } } as const
      server = await serve((_, res) => {
        startEvents(res)
        res.write('data: 1\n\n')
      })
      const client = createClient(
        { live: stream('/', { events: { message: schema } }) },
        { baseUrl: server.url },
      )
      await expect(client.live().next()).rejects.toBe(thrown)
      await until(() => server.sockets.size === 0)
      await server.close()
    }
  })
})

describe('the connection of a complete stream', () => {
  it('serves the next request where the server ends the body soon, and is closed where it does not', async () => {
    let ports = new Set<number | undefined>()
    const client = await start((req, res, n) => {
      ports.add(req.socket.remotePort)
      startEvents(res)
      res.write(steps(1, 2) + done)
      if (n < 4) setTimeout(() => res.end(), 15)
    })
    for (let n = 0; n < 3; n++) {
      await client.run().forEach(() => {})
      // Its end is on its way.
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(ports.size).toBe(1)
    ports = new Set()
    await client.run().forEach(() => {})
    await until(() => server.sockets.size === 0, 1_000)
  })
})

describe('a reader that takes its time', () => {
  it('is not taken for a server that is silent', async () => {
    const client = await start((_, res) => {
      startEvents(res)
      res.write(steps(1, 1))
      setTimeout(() => res.end(steps(2, 2) + done), 100)
    })
    await client.run({ ...quick, idleTimeout: 200 }).forEach(async ({ data }) => {
      if (data === 1) await new Promise((resolve) => setTimeout(resolve, 400))
    })
    expect(server.requests).toHaveLength(1)
  })
})

describe('an answer that comes after its time', () => {
  it('does not take the place of the connection that followed it', async () => {
    let calls = 0
    let opened = 0
    const body = (text: string) => new Response(text, { headers: { 'content-type': 'text/event-stream' } })
    // It heeds no signal: the first answer comes while the second connection is read.
    const fetch = async () => {
      if (++calls > 1) return body(steps(1, 1) + done)
      await new Promise((resolve) => setTimeout(resolve, 60))
      return body('event: step\ndata: 99\n\n')
    }
    const got: unknown[] = []
    const options = { ...quick, timeout: 30, onOpen: () => void opened++ }
    await createClient(api, { fetch })
      .run(options)
      .forEach(async ({ data }) => {
        got.push(data)
        await new Promise((resolve) => setTimeout(resolve, 60))
      })
    expect([got, calls, opened]).toEqual([[1, null], 2, 1])
  })
})
