export { encodeEvent } from './encode.ts'
export { isSseError, SseError, type SseErrorCode } from './errors.ts'
export type { CloseReason } from './lifecycle.ts'
export { createSafeController, type SafeController } from './safe-controller.ts'
export type { InferInput, SchemaIssue, SchemaResult, StandardSchema } from './schema.ts'
export { createSse, type SseServer } from './server.ts'
export type {
  DrainOptions,
  ErrorInfo,
  EventData,
  EventMeta,
  EventName,
  EventSchemas,
  Gap,
  OnFull,
  Producer,
  RunOptions,
  SseEvent,
  SseLimits,
  SseOptions,
  SseStats,
  SseStream,
  WireEvent,
} from './types.ts'
export { type SseRequest, sse, stopReconnecting } from './web.ts'
