import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Bytes } from './channel.ts'
import { Connection } from './connection.ts'
import { Group } from './group.ts'
import type { Input } from './lifecycle.ts'
import type { Producer, SseOptions } from './types.ts'

/** A platform that takes everything at once, and says nothing of its end. */
class FakeConnection extends Connection {
  readonly log: string[] = []

  write_(chunk: Bytes): boolean {
    this.log.push(new TextDecoder().decode(chunk))
    return true
  }

  finish_(): void {
    this.log.push('finish')
  }

  over_(input: Input): void {
    this.log.push(`cut: ${input}`)
  }
}

const connect = (produce: Producer, options: SseOptions): FakeConnection =>
  new FakeConnection(options, undefined, undefined, new Group(), produce).open_()

describe('the stall deadline', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('watches the end be brought out too, from when it was given to the platform', async () => {
    const connection = connect((stream) => stream.closed, { heartbeat: false, stallTimeout: 1_000 })
    connection.ready_()
    await vi.advanceTimersByTimeAsync(5_500)
    connection.close()
    expect(connection.log).toEqual([': \n\n', 'finish'])
    await vi.advanceTimersByTimeAsync(900)
    expect(connection.log).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1_200)
    expect(connection.log).toEqual([': \n\n', 'finish', 'cut: stalled'])
    expect(await connection.closed).toBe('closed')
  })

  it('is noticed in its time where the heartbeat would come much later', async () => {
    const connection = connect((stream) => stream.closed, { heartbeat: 60_000, stallTimeout: 1_000 })
    connection.ready_()
    vi.spyOn(connection, 'write_').mockReturnValue(false)
    await vi.advanceTimersByTimeAsync(10_000)
    void connection.send('tick', 1)
    await vi.advanceTimersByTimeAsync(2_100)
    expect(connection.log).toEqual([': \n\n', 'cut: stalled'])
  })
})

/** A started connection, and what its producer closed over. */
function started(): { connection: FakeConnection; held: WeakRef<object> } {
  const request = { url: 'what a request holds' }
  const connection = connect((stream) => {
    void request.url
    return stream.closed
  }, {})
  connection.ready_()
  return { connection, held: new WeakRef(request) }
}

it('does not hold what its producer closed over once that has started', async () => {
  const { connection, held } = started()
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  await vi.waitFor(() => {
    gc()
    // Not the value itself, which a failed expectation would hold.
    expect(held.deref() === undefined).toBe(true)
  })
  expect(connection.reason_).toBeUndefined()
})
