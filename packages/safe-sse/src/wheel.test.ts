import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sse } from './index.ts'
import { slowReader } from './testing/index.ts'
import { now, type Sleeper, Wheel } from './wheel.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('wakes sleepers in their slot, never before their time and at most one step later', async () => {
  const wheel = new Wheel()
  const late: number[] = []
  for (let n = 1; n <= 200; n++) {
    const at = now() + n * 7
    wheel.add_({ slot_: undefined, wake_: () => void late.push(now() - at) }, at)
  }
  await vi.advanceTimersByTimeAsync(1_500)
  expect(late).toHaveLength(200)
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...late)).toBeLessThanOrEqual(50)
})

it('has one timer for all, and none once all have slept out', async () => {
  const wheel = new Wheel()
  for (let n = 0; n < 1_000; n++) wheel.add_({ slot_: undefined, wake_() {} }, now() + (n % 40) * 100)
  expect(vi.getTimerCount()).toBe(1)
  await vi.advanceTimersByTimeAsync(4_100)
  expect(vi.getTimerCount()).toBe(0)
})

it('lets a sleeper out of its slot, and one who sleeps on in again', async () => {
  const wheel = new Wheel()
  const woken = vi.fn()
  const sleeper: Sleeper = { slot_: undefined, wake_: woken }
  wheel.add_(sleeper, now() + 100)
  sleeper.slot_?.delete(sleeper)
  const again = {
    slot_: undefined,
    turns: 0,
    wake_() {
      if (++this.turns < 3) wheel.add_(this, now() + 100)
    },
  }
  wheel.add_(again, now() + 100)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(woken).not.toHaveBeenCalled()
  expect(again.turns).toBe(3)
})

it('wakes in the next step who asks for a time that has passed', async () => {
  const woken = vi.fn()
  await vi.advanceTimersByTimeAsync(1_000)
  new Wheel().add_({ slot_: undefined, wake_: woken }, now() - 500)
  await vi.advanceTimersByTimeAsync(50)
  expect(woken).toHaveBeenCalledTimes(1)
})

it('does not take a deadline of a month for none', async () => {
  const wheel = new Wheel()
  const woken = vi.fn()
  wheel.add_({ slot_: undefined, wake_: woken }, now() + 30 * 86_400_000)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(woken).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(1)
})

it('serves all streams of a process with one timer, whatever their heartbeats and ages', async () => {
  const before = vi.getTimerCount()
  const readers = Array.from({ length: 500 }, (_, n) =>
    slowReader(
      sse(new Request('http://localhost/'), (stream) => stream.closed, {
        heartbeat: 100 + n,
        stallTimeout: 5_000 + n,
        maxAge: 60_000 + n,
      }),
    ),
  )
  for (const reader of readers) await reader.read()
  expect(vi.getTimerCount()).toBeLessThanOrEqual(before + 1)
  for (const reader of readers) await reader.leave()
})
