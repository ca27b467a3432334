'use client'

export type { StreamState, StreamStatus } from './stream-store.ts'
export {
  type EventStreamOptions,
  type EventStreamResult,
  type StreamHookArgs,
  useEventStream,
} from './use-event-stream.ts'
