import { readerOf } from './collect.ts'
import { EventParser, type ReceivedEvent } from './parse.ts'

/** A client that reads only when told to. */
export interface SlowReader {
  /** Reads one chunk and gives the events in it; undefined at the end. */
  read(): Promise<ReceivedEvent[] | undefined>
  /** Leaves. */
  leave(): Promise<void>
}

/**
 * A client that takes nothing unless told to, to see what a producer does about a full buffer.
 *
 * @throws {TypeError} if the response is no event stream.
 * @example
 * ```ts
 * import { sse } from '@nyxcore/safe-sse'
 * import { slowReader } from '@nyxcore/safe-sse/testing'
 *
 * const response = sse(
 *   new Request('http://localhost/'),
 *   async (stream) => {
 *     while (stream.trySend('tick', 'x'.repeat(1_000)) === 'ok');
 *     stream.bufferedBytes // at most 10,000
 *   },
 *   { buffer: { maxBytes: 10_000 } },
 * )
 * const reader = slowReader(response)
 * await reader.read() // the producer starts with the first read
 * ```
 */
export function slowReader(response: Response): SlowReader {
  const reader = readerOf(response)
  const parser = new EventParser()
  return {
    async read() {
      const { done, value } = await reader.read()
      return done ? undefined : parser.push(value)
    },
    leave: () => reader.cancel(),
  }
}
