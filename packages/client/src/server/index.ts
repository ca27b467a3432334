export type { ProblemField } from '../problem.ts'
export type { Endpoint } from './endpoints.ts'
export { type HonoHandler, type HonoLike, toHono } from './hono.ts'
export { implement } from './implement.ts'
export { type NextHandlers, toNext } from './next.ts'
export {
  HttpProblem,
  isHttpProblem,
  type ProblemBody,
  type ProblemCode,
  type ProblemOptions,
  type RequestPart,
} from './problem.ts'
export { Reply, reply } from './reply.ts'
export type {
  ServerEvent,
  ServerEventMeta,
  ServerRun,
  ServerStream,
  ServerStreamOptions,
  SseCallOptions,
  SseFunction,
  StreamReply,
} from './sse.ts'
export type {
  ContextInfo,
  ErrorInfo,
  HandlerArgs,
  Handlers,
  Implementation,
  ImplementOptions,
  Returned,
  RouteHandler,
  Sendable,
  StreamHandler,
  StreamHandlerArgs,
} from './types.ts'
