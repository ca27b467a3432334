import type { Producer, SseStream } from '../../src/index.ts'

/** A producer that the test drives by hand, and that counts how often it was started. */
export function paid(): { produce: Producer; starts: SseStream[]; finish: (error?: Error) => void } {
  const starts: SseStream[] = []
  const done = Promise.withResolvers<void>()
  return {
    starts,
    finish: (error) => (error ? done.reject(error) : done.resolve()),
    produce: async (stream) => {
      starts.push(stream)
      await done.promise
    },
  }
}
