import type { Channel } from './channel.ts'
import type { Connection } from './connection.ts'
import type { WireEvent } from './types.ts'

/** Runs the producer of a client, or of its run, to its end, once, and ends the stream with it: `completed`, or `failed` if it threw. */
export function drive(connection: Connection): void {
  const channel: Channel = connection.run_ ?? connection
  const produce = channel.produce_
  channel.produce_ = null
  if (produce === null) return
  // Not an async function: 10,000 parked producers need no frame of ours beside their own.
  const failed = (error: unknown): void => {
    // A producer that stops because its stream has ended did what it should.
    if (!channel.reason_ || (error as Error | undefined)?.name !== 'AbortError')
      channel.fail_(error, 'producer')
  }
  try {
    const made = produce(channel)
    // Such a stream is ended by its client or by close(), and nothing has to wait for it.
    if (made && made === channel.closed_) return
    const complete = (): unknown => channel.validating_?.then(complete) ?? channel.end_('completed')
    const done = (made as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator]
      ? pump(channel, made as AsyncIterable<unknown>)
      : made
    const producing = Promise.resolve(done).then(complete, failed)
    // It may have to put things in order after its client left.
    channel.options_.waitUntil?.(producing)
  } catch (error) {
    failed(error)
  }
}

async function pump(channel: Channel, events: AsyncIterable<unknown>): Promise<void> {
  const iterator = events[Symbol.asyncIterator]()
  let ended = false
  // Not for await: a generator that is parked in an await must hear at once that its reader left.
  channel.defer(() => ended || iterator.return?.())
  for (;;) {
    let next: IteratorResult<unknown> | undefined
    try {
      next = await iterator.next()
    } finally {
      // One that has ended, or thrown, needs no return.
      ended = next?.done ?? true
    }
    if (ended) return
    const event = next.value as WireEvent
    const { type, comment } = event
    const sent =
      type === undefined && comment !== undefined
        ? channel.comment(comment)
        : channel.send(type ?? 'message', event.data, event)
    if (!(await sent)) return
  }
}
