import { afterEach, describe, expect, it, vi } from 'vitest'
import { paid } from '../test/kit/paid.ts'
import { createSse, type Producer, type SseOptions } from './index.ts'

let serial = 0
const scope = { scope: 'tenant-1:user-1' }
let server = createSse({ name: `run-${serial++}` })

afterEach(async () => {
  await server.drain({ timeout: 50 })
  server = createSse({ name: `run-${serial++}` })
})

/** A browser tab: reads a response until it is told to leave. */
class Tab {
  text = ''
  ended = false
  readonly response: Response
  readonly #abort = new AbortController()

  constructor(produce: Producer, options: SseOptions, lastEventId?: string) {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
    this.response = server.sse(
      new Request('http://localhost/', { headers, signal: this.#abort.signal }),
      produce,
      options,
    )
    void this.#read()
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder()
    for await (const chunk of this.response.body ?? []) this.text += decoder.decode(chunk, { stream: true })
    this.ended = true
  }

  leave(): void {
    this.#abort.abort()
  }

  get data(): string[] {
    return [...this.text.matchAll(/^data: (.*)$/gm)].map(([, data]) => data!)
  }

  get lastId(): string | undefined {
    return [...this.text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1]
  }
}

const until = (holds: () => unknown): Promise<void> => vi.waitFor(() => expect(holds()).toBeTruthy())

describe('run', () => {
  it('keeps the producer alive while its client is away, and joins the one that comes back', async () => {
    const { produce, starts } = paid()
    const options = { run: { key: 'w1', graceMs: 5_000, ...scope } }
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    await starts[0]!.send('step', 1)
    await until(() => first.data.length === 1)
    first.leave()
    await until(() => first.ended)
    expect(starts[0]!.signal.aborted).toBe(false)
    expect(await starts[0]!.send('step', 2)).toBe(true)
    const second = new Tab(produce, options, first.lastId)
    await starts[0]!.send('step', 3)
    await until(() => second.data.length === 2)
    expect(second.data).toEqual(['2', '3'])
    expect(starts).toHaveLength(1)
  })

  it('replays everything to a client that comes back without a cursor', async () => {
    const { produce, starts } = paid()
    const options = { run: { key: 'w1', graceMs: 5_000, ...scope } }
    new Tab(produce, options).leave()
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    await starts[0]!.send('step', 1, { id: '1' })
    await starts[0]!.send('step', 2, { id: '2' })
    first.leave()
    const second = new Tab(produce, options)
    await until(() => second.data.length === 2)
    expect(second.data).toEqual(['1', '2'])
    expect(second.lastId).toBe('2')
  })

  it('aborts the producer when the grace ends, and a later client starts a new run', async () => {
    const { produce, starts } = paid()
    const options = { run: { key: 'w1', graceMs: 60, ...scope } }
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    const cleanup = vi.fn()
    starts[0]!.defer(cleanup)
    first.leave()
    await until(() => starts[0]!.signal.aborted)
    expect(cleanup).toHaveBeenCalledTimes(1)
    expect(await starts[0]!.closed).toBe('client-left')
    expect(await starts[0]!.send('step', 1)).toBe(false)
    new Tab(produce, options)
    await until(() => starts.length === 2)
  })

  it('waits out the grace, and no longer', async () => {
    const { produce, starts } = paid()
    const first = new Tab(produce, { run: { key: 'w1', graceMs: 300, ...scope } })
    await until(() => starts.length === 1)
    const left = performance.now()
    first.leave()
    await until(() => first.ended)
    await starts[0]!.closed
    const waited = performance.now() - left
    expect(waited).toBeGreaterThanOrEqual(290)
    expect(waited).toBeLessThan(1_500)
  })

  it('forgets the grace of a client that came back', async () => {
    const { produce, starts } = paid()
    const options = { run: { key: 'w1', graceMs: 150, ...scope } }
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    first.leave()
    await until(() => first.ended)
    const second = new Tab(produce, options)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(starts[0]!.signal.aborted).toBe(false)
    await starts[0]!.send('step', 1)
    await until(() => second.data.length === 1)
    expect(starts).toHaveLength(1)
  })

  it('says nyx.gap also to a client without a cursor, where the beginning has left the buffer', async () => {
    const { produce, starts } = paid()
    const options = { run: { key: 'w1', graceMs: 5_000, ...scope }, buffer: { maxBytes: 200 } }
    new Tab(produce, options)
    await until(() => starts.length === 1)
    for (let n = 1; n <= 50; n++) await starts[0]!.send('step', n, { id: `e${n}` })
    const second = new Tab(produce, options)
    await until(() => second.lastId === 'e50')
    expect(JSON.parse(second.data[0]!)).toEqual({ requested: null, oldest: `e${second.data[1]}` })
  })

  it('does not take the cursor of an earlier run of the same key for its own', async () => {
    const { produce, starts } = paid()
    const options = { run: { key: 'w1', graceMs: 30, ...scope } }
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    await starts[0]!.send('step', 1)
    await until(() => first.lastId)
    first.leave()
    await starts[0]!.closed
    new Tab(produce, options)
    await until(() => starts.length === 2)
    await starts[1]!.send('step', 'new')
    const stale = new Tab(produce, options, first.lastId)
    await until(() => stale.data.length === 2)
    expect(JSON.parse(stale.data[0]!)).toMatchObject({ requested: first.lastId })
    expect(stale.data[1]).toBe('"new"')
  })

  it('shares a live run with a second client and never takes it over', async () => {
    const { produce, starts } = paid()
    const options = { run: { key: 'w1', graceMs: 1_000, ...scope } }
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    const second = new Tab(produce, options)
    await starts[0]!.send('step', 1)
    await until(() => first.data.length === 1 && second.data.length === 1)
    second.leave()
    await until(() => second.ended)
    await starts[0]!.send('step', 2)
    await until(() => first.data.length === 2)
    expect(first.ended).toBe(false)
    expect(starts).toHaveLength(1)
  })

  it('refuses a second client where that is asked for', async () => {
    const { produce, starts } = paid()
    const options: SseOptions = { run: { key: 'w1', graceMs: 1_000, whenLive: 'refuse', ...scope } }
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    expect(new Tab(produce, options).response.status).toBe(409)
    first.leave()
    await until(() => first.ended)
    const back = new Tab(produce, options)
    expect(back.response.status).toBe(200)
    await starts[0]!.send('step', 1)
    await until(() => back.data.length === 1)
  })

  it('is another run under another scope', async () => {
    const { produce, starts } = paid()
    const mine = new Tab(produce, { run: { key: 'w1', scope: 'tenant-1', graceMs: 1_000 } })
    const theirs = new Tab(produce, { run: { key: 'w1', scope: 'tenant-2', graceMs: 1_000 } })
    await until(() => starts.length === 2)
    await starts[0]!.send('secret', 1)
    await until(() => mine.data.length === 1)
    expect(theirs.data).toEqual([])
  })

  it('cannot mix up scope and key', async () => {
    const { produce, starts } = paid()
    new Tab(produce, { run: { key: 'b","c', scope: 'a', graceMs: 1_000 } })
    new Tab(produce, { run: { key: 'c', scope: 'a","b', graceMs: 1_000 } })
    await until(() => starts.length === 2)
  })

  it('says nyx.gap when what was missed has left the buffer', async () => {
    const { produce, starts } = paid()
    const options = { run: { key: 'w1', graceMs: 5_000, ...scope }, buffer: { maxBytes: 200 } }
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    await starts[0]!.send('step', 0, { id: 'e0' })
    await until(() => first.lastId === 'e0')
    first.leave()
    await until(() => first.ended)
    for (let n = 1; n <= 50; n++) await starts[0]!.send('step', n, { id: `e${n}` })
    const second = new Tab(produce, options, 'e0')
    await until(() => second.lastId === 'e50')
    const [gap, oldest] = second.data
    expect(second.text).toMatch(/event: nyx.gap\n/)
    expect(JSON.parse(gap!)).toEqual({ requested: 'e0', oldest: `e${oldest}` })
    expect(second.data.slice(1).map(Number)).toEqual(
      Array.from({ length: second.data.length - 1 }, (_, at) => Number(oldest) + at),
    )
  })

  it('says nyx.gap to the cursor of another run', async () => {
    const { produce, starts } = paid()
    const options = { run: { key: 'w1', graceMs: 5_000, ...scope } }
    new Tab(produce, options)
    await until(() => starts.length === 1)
    await starts[0]!.send('step', 1)
    const stray = new Tab(produce, options, 'other-1')
    await until(() => stray.data.length === 2)
    expect(JSON.parse(stray.data[0]!)).toMatchObject({ requested: 'other-1' })
  })

  it('gives the rest and the end to a client that comes back after the end, then 204', async () => {
    const { produce, starts, finish } = paid()
    const options = { run: { key: 'w1', graceMs: 5_000, ...scope } }
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    await starts[0]!.send('step', 1, { id: '1' })
    await until(() => first.lastId === '1')
    first.leave()
    await until(() => first.ended)
    await starts[0]!.send('done', 2, { id: '2' })
    finish()
    const second = new Tab(produce, options, '1')
    await until(() => second.ended)
    expect(second.data).toEqual(['2'])
    expect(new Tab(produce, options, '2').response.status).toBe(204)
    expect(starts).toHaveLength(1)
  })

  it('tells every client of a failure, also one that comes later', async () => {
    const { produce, starts, finish } = paid()
    const onError = vi.fn(() => 'model_failed')
    const options: SseOptions = { run: { key: 'w1', graceMs: 5_000, ...scope }, onError }
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    await starts[0]!.send('step', 1)
    finish(new Error('no money'))
    await until(() => first.ended)
    const second = new Tab(produce, options, first.lastId)
    await until(() => second.ended)
    expect(onError).toHaveBeenCalledTimes(1)
    for (const tab of [first, second]) {
      expect(JSON.parse(tab.data.at(-1)!)).toMatchObject({ code: 'model_failed' })
      expect(tab.text).not.toContain('no money')
    }
  })

  it('ends with the server, and its clients get a last retry', async () => {
    const { produce, starts } = paid()
    const tab = new Tab(produce, { run: { key: 'w1', graceMs: 60_000, ...scope } })
    const away = new Tab(produce, { run: { key: 'w2', graceMs: 60_000, ...scope } })
    await until(() => starts.length === 2)
    away.leave()
    await until(() => away.ended)
    await server.drain({ retry: 9, retryJitter: 0, timeout: 1_000 })
    expect(await Promise.all(starts.map(({ closed }) => closed))).toEqual(['shutdown', 'shutdown'])
    await until(() => tab.ended)
    expect(tab.text).toMatch(/^retry: 9$/m)
  })

  it('calls onClose once for each client', async () => {
    const { produce, starts, finish } = paid()
    const onClose = vi.fn()
    const options = { run: { key: 'w1', graceMs: 5_000, ...scope }, onClose }
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    first.leave()
    await until(() => first.ended)
    expect(onClose.mock.calls).toEqual([['client-left']])
    const second = new Tab(produce, options)
    finish()
    await until(() => second.ended)
    expect(onClose.mock.calls).toEqual([['client-left'], ['completed']])
  })

  it('never starts for a client that leaves before it reads', async () => {
    const { produce, starts } = paid()
    const abort = new AbortController()
    server.sse(new Request('http://localhost/', { signal: abort.signal }), produce, {
      run: { key: 'w1', graceMs: 1_000, ...scope },
    })
    abort.abort()
    expect(server.stats().connections).toBe(0)
    expect(starts).toHaveLength(0)
  })

  it('needs a key and a scope', () => {
    const run = { key: 'w1', graceMs: 1 } as unknown as { key: string; scope: string; graceMs: number }
    const call = () => server.sse(new Request('http://localhost/'), async () => {}, { run })
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
  })

  it('keeps the end of a run for the grace from its end on, also where no client was there', async () => {
    const { produce, starts, finish } = paid()
    const options = { run: { key: 'w1', graceMs: 1_000, ...scope } }
    const first = new Tab(produce, options)
    await until(() => starts.length === 1)
    first.leave()
    await new Promise((resolve) => setTimeout(resolve, 700))
    await starts[0]!.send('step', 1)
    finish()
    await starts[0]!.closed
    await new Promise((resolve) => setTimeout(resolve, 700))
    const second = new Tab(produce, options)
    await until(() => second.ended)
    expect(second.data).toEqual(['1'])
    expect(starts).toHaveLength(1)
  })

  it('leaves nothing behind where an option is refused', async () => {
    const run = { key: 'w1', graceMs: 60_000, ...scope }
    expect(() => new Tab(async () => {}, { run, retry: 0.5 })).toThrow(
      expect.objectContaining({ code: 'INVALID_RETRY' }),
    )
    expect(server.stats()).toMatchObject({ connections: 0, bufferedBytes: 0 })
    const { produce, starts } = paid()
    new Tab(produce, { run, retry: 7 })
    await until(() => starts.length === 1)
  })
})
