import { expect, it } from 'vitest'
import { listen, ring } from './bell.ts'

const never = new AbortController().signal

it('hears what rang before it waited, once', async () => {
  const bell = listen('a')
  ring('a')
  await bell.next(never, 60_000)
  const waited = performance.now()
  await bell.next(never, 30)
  expect(performance.now() - waited).toBeGreaterThan(20)
  bell.close()
})

it('wakes everybody who listens to this key, and nobody else', async () => {
  const [one, two, other] = [listen('a'), listen('a'), listen('b')]
  const woken: string[] = []
  const all = [
    one.next(never, 60_000).then(() => woken.push('one')),
    two.next(never, 60_000).then(() => woken.push('two')),
  ]
  void other.next(never, 200).then(() => woken.push('other'))
  ring('a')
  await Promise.all(all)
  expect(woken).toEqual(['one', 'two'])
  for (const bell of [one, two, other]) bell.close()
})

it('stops waiting when the signal aborts', async () => {
  const leave = new AbortController()
  const bell = listen('a')
  const waiting = bell.next(leave.signal, 60_000)
  leave.abort()
  await waiting
  await bell.next(leave.signal, 60_000)
  bell.close()
})
