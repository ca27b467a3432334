import { afterEach, describe, expect, it } from 'vitest'
import { ClientError, type EventStream, type StreamEvent } from '../index.ts'
import { History } from './history.ts'
import { Inbox } from './inbox.ts'
import { keyOf } from './key.ts'
import { Member } from './member.ts'

const event = (n: number, id: string | undefined = `${n}`): StreamEvent =>
  id === undefined ? { type: 'step', data: n } : { type: 'step', data: n, id }

/** A stream that sends what it is told to. */
class Fake implements EventStream<StreamEvent> {
  readonly inbox = new Inbox<StreamEvent>()
  readonly lastEventId = ''
  closed = false
  next(): Promise<IteratorResult<StreamEvent, undefined>> {
    return this.inbox.next()
  }
  async forEach(callback: (event: StreamEvent) => unknown): Promise<void> {
    for await (const event of this) callback(event)
  }
  async close(): Promise<void> {
    this.closed = true
    this.inbox.end()
  }
  async return(): Promise<IteratorResult<StreamEvent, undefined>> {
    await this.close()
    return { done: true, value: undefined }
  }
  [Symbol.asyncIterator](): this {
    return this
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

let names = 0
const members: Member[] = []
afterEach(() => Promise.all(members.splice(0).map((member) => member.close())))

/** Tabs of one name; `opened` are the connections, with where each began. */
function tabs(final?: readonly string[]): {
  join(): Member
  opened: { stream: Fake; from: string | undefined }[]
  opens(n: number): Promise<Fake>
} {
  const name = `test ${++names}`
  const opened: { stream: Fake; from: string | undefined }[] = []
  const join = (): Member => {
    const member = new Member({
      name,
      keep: 100,
      lastEventId: undefined,
      route: { method: 'GET', path: '/x', def: { final } },
      signal: undefined,
      onOpen: undefined,
      open: (from) => {
        const stream = new Fake()
        opened.push({ stream, from })
        return stream
      },
    })
    members.push(member)
    return member
  }
  const opens = async (n: number): Promise<Fake> => {
    await expect.poll(() => opened.length).toBe(n)
    return opened[n - 1]!.stream
  }
  return { join, opened, opens }
}

async function take(member: Member, n: number): Promise<unknown[]> {
  const data: unknown[] = []
  while (data.length < n) data.push((await member.next()).value?.data)
  return data
}

describe('a tab', () => {
  it('drops what a server sends again after the connection has changed hands', async () => {
    const { join, opened, opens } = tabs()
    const [one, two, three] = [join(), join(), join()]
    const first = await opens(1)
    for (const n of [1, 2, 3]) first.inbox.push(event(n))
    for (const tab of [one, two, three]) expect(await take(tab!, 3)).toEqual([1, 2, 3])
    await one!.close()
    const second = await opens(2)
    expect([first.closed, opened[1]?.from]).toEqual([true, '3'])
    for (const n of [2, 3, 4]) second.inbox.push(event(n))
    for (const tab of [two, three]) expect(await take(tab!, 1)).toEqual([4])
  })

  it('takes events of one connection for different ones though they share an id', async () => {
    const { join, opens } = tabs()
    const [one, two] = [join(), join()]
    const stream = await opens(1)
    for (const n of [1, 2, 3]) stream.inbox.push(event(n, 'same'))
    for (const tab of [one, two]) expect(await take(tab!, 3)).toEqual([1, 2, 3])
  })

  it('fails rather than send a stream without ids a second time', async () => {
    const { join, opened, opens } = tabs(['done'])
    const [one, two] = [join(), join()]
    const stream = await opens(1)
    stream.inbox.push({ type: 'step', data: 1 })
    for (const tab of [one, two]) expect(await take(tab!, 1)).toEqual([1])
    await one!.close()
    await expect(two!.next()).rejects.toMatchObject({ code: 'STREAM_INTERRUPTED' })
    expect(opened).toHaveLength(1)
  })

  it('hands an error to all, and data that cannot be cloned is one', async () => {
    const { join, opens } = tabs()
    const [one, two] = [join(), join()]
    const stream = await opens(1)
    stream.inbox.push(event(1))
    for (const tab of [one, two]) expect(await take(tab!, 1)).toEqual([1])
    stream.inbox.push({ type: 'step', data: () => {} })
    for (const tab of [one, two]) {
      await expect(tab!.next()).rejects.toMatchObject({
        code: 'INVALID_EVENT',
        message: 'GET /x: an event cannot be shared',
      })
    }
    expect(await two!.next()).toEqual({ done: true, value: undefined })
  })

  it('keeps the code, the status and the request id of an error', async () => {
    const { join, opens } = tabs()
    const [one, two] = [join(), join()]
    const stream = await opens(1)
    stream.inbox.push(event(1))
    for (const tab of [one, two]) await take(tab!, 1)
    stream.inbox.end(true, new ClientError('STREAM_FAILED', 'GET /x: internal', { requestId: 'r-1' }))
    for (const tab of [one, two]) {
      await expect(tab!.next()).rejects.toMatchObject({ code: 'STREAM_FAILED', requestId: 'r-1' })
    }
  })
})

describe('what tabs keep', () => {
  it('knows what came after an id, and whether that is all', () => {
    const history = new History<StreamEvent>(3)
    expect(history.after('9')).toEqual({ events: [], complete: true })
    for (const n of [1, 2, 3]) history.add(event(n))
    expect(history.after('2')).toEqual({ events: [event(3)], complete: true })
    expect(history.after(undefined)).toMatchObject({ complete: true })
    for (const n of [4, 5, 6]) history.add(event(n))
    expect(history.after('1')).toMatchObject({ complete: false, events: [event(4), event(5), event(6)] })
    expect(history.oldest).toBe('4')
  })
})

describe('keys', () => {
  it('are the same for what says the same', () => {
    expect(keyOf({ b: 1, a: { d: 2n, c: undefined }, f: () => {} })).toBe(keyOf({ a: { d: 2n }, b: 1 }))
    expect(keyOf({ a: [1, 2] })).not.toBe(keyOf({ a: [2, 1] }))
    expect(keyOf(undefined)).toBe('')
  })
})
