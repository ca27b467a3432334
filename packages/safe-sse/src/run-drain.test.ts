import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { createSse, type Producer, type SseOptions } from './index.ts'
import { slowReader } from './testing/index.ts'

let serial = 0
const fresh = () => createSse({ name: `run-drain-${serial++}` })
const until = (holds: () => unknown): Promise<void> => vi.waitFor(() => expect(holds()).toBeTruthy())
const runOf = (key: string, more?: SseOptions): SseOptions => ({
  ...more,
  run: { key, scope: 'tenant-1', graceMs: 60_000 },
})

/** A producer that stays until it is told to stop, and what became of it. */
function parked() {
  const seen = { starts: 0, aborted: 0, cleanups: 0, reasons: [] as string[] }
  const produce: Producer = async (stream) => {
    seen.starts++
    stream.signal.addEventListener('abort', () => seen.aborted++)
    stream.defer(() => seen.cleanups++)
    await stream.send('step', 1)
    seen.reasons.push(await stream.closed)
  }
  return { seen, produce }
}

it('ends a run whose client is away at once, whatever is left of its grace, and forgets it', async () => {
  const { sse, drain, stats } = fresh()
  const { seen, produce } = parked()
  const abort = new AbortController()
  const reader = slowReader(
    sse(new Request('http://localhost/', { signal: abort.signal }), produce, runOf('away')),
  )
  await reader.read()
  abort.abort()
  expect(stats().connections).toBe(0)
  expect(seen.aborted).toBe(0)
  const start = performance.now()
  await drain({ timeout: 5_000 })
  expect(performance.now() - start).toBeLessThan(1_000)
  expect(seen).toEqual({ starts: 1, aborted: 1, cleanups: 1, reasons: ['shutdown'] })
})

it('gives every client of a run a last retry of its own and a clean end, and the producer one end', async () => {
  const { sse, drain, stats } = fresh()
  const { seen, produce } = parked()
  const texts = Array.from({ length: 10 }, () =>
    sse(new Request('http://localhost/'), produce, runOf('shared')).text(),
  )
  await until(() => stats().connections === 10 && seen.starts === 1)
  await drain({ retry: 1_000, retryJitter: 1_000, timeout: 1_000 })
  const retries = (await Promise.all(texts)).map((text) => Number(/retry: (\d+)\n\n$/.exec(text)?.[1]))
  for (const retry of retries) expect(retry).toBeGreaterThanOrEqual(1_000)
  expect(new Set(retries).size).toBeGreaterThan(1)
  expect(seen).toEqual({ starts: 1, aborted: 1, cleanups: 1, reasons: ['shutdown'] })
  expect(stats()).toMatchObject({ connections: 0, bufferedBytes: 0, closed: { shutdown: 10 } })
})

it('cuts a client of a run that takes nothing when the time is up, and no sooner', async () => {
  const { sse, drain, stats } = fresh()
  const { seen, produce } = parked()
  const reader = slowReader(sse(new Request('http://localhost/'), produce, runOf('slow')))
  await reader.read()
  const start = performance.now()
  await drain({ timeout: 200 })
  expect(performance.now() - start).toBeGreaterThanOrEqual(199)
  expect(stats()).toMatchObject({ connections: 0, bufferedBytes: 0 })
  expect(seen).toMatchObject({ cleanups: 1, reasons: ['shutdown'] })
  // No clean end: what such a client has is not all.
  const rest = async (): Promise<void> => {
    while (await reader.read());
  }
  await expect(rest()).rejects.toThrow('stalled')
})

it('lets nobody into a run any more', async () => {
  const { sse, drain } = fresh()
  const { seen, produce } = parked()
  void sse(new Request('http://localhost/'), produce, runOf('late')).text()
  await until(() => seen.starts === 1)
  const draining = drain({ timeout: 500 })
  expect(sse(new Request('http://localhost/'), produce, runOf('late')).status).toBe(503)
  await draining
  await sleep(50)
  expect(seen.starts).toBe(1)
})

it('cuts a client of a shared run that falls behind, and no other', async () => {
  const { sse } = fresh()
  const reasons: string[] = []
  const options = runOf('paced', {
    buffer: { maxBytes: 2_000 },
    onClose: (reason) => void reasons.push(reason),
  })
  const gate = Promise.withResolvers<void>()
  const produce: Producer = async (stream) => {
    await gate.promise
    for (let n = 0; n < 200; n++) {
      void stream.send('step', `${n}`.padStart(100))
      await sleep(1)
    }
  }
  const quick = sse(new Request('http://localhost/'), produce, options)
  const text = quick.text()
  const slow = slowReader(sse(new Request('http://localhost/'), produce, options))
  await slow.read()
  gate.resolve()
  expect((await text).match(/^event: step$/gm)).toHaveLength(200)
  expect(reasons.toSorted()).toEqual(['completed', 'overflow'])
})
