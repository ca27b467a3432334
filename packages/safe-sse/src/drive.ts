import type { Channel } from './channel.ts'
import type { Producer, SseEvent } from './types.ts'

/** Runs a producer to its end, and ends the stream with it: `completed`, or `failed` if it threw. */
export function drive(channel: Channel, produce: Producer): Promise<void> {
  // Not an async function: 10,000 parked producers need no frame of ours beside their own.
  const failed = (error: unknown): void => {
    // A producer that stops because its stream has ended did what it should.
    if (channel.reason && (error as Error | undefined)?.name === 'AbortError') return
    channel.fail(error, 'producer')
  }
  try {
    const made = produce(channel)
    const done = made && Symbol.asyncIterator in made ? pump(channel, made) : Promise.resolve(made)
    const complete = (): unknown => channel.validating?.then(complete) ?? channel.end('completed')
    return done.then(complete, failed) as Promise<void>
  } catch (error) {
    return Promise.resolve(failed(error))
  }
}

async function pump(channel: Channel, events: AsyncIterable<SseEvent>): Promise<void> {
  const iterator = events[Symbol.asyncIterator]()
  let done = false
  // Not for await: a generator that is parked in an await must hear at once that its reader left.
  channel.defer(() => (done ? undefined : iterator.return?.()))
  try {
    for (;;) {
      const next = await iterator.next()
      if (next.done) break
      const { type, data, id, retry, comment } = next.value as SseEvent & { data: unknown } & {
        comment?: string
      } & {
        id?: string
        retry?: number
      }
      const sent =
        type === undefined && comment !== undefined
          ? channel.comment(comment)
          : channel.send(type!, data, { id, retry })
      if (!(await sent)) return
    }
    done = true
  } catch (error) {
    done = true
    throw error
  }
}
