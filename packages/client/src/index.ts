export { bearer } from './auth.ts'
export { type Client, createClient, isApiError } from './client.ts'
export {
  defineContract,
  type RouteMaker,
  route,
} from './contract.ts'
export { dedupe, type Fetch } from './dedupe.ts'
export {
  ApiError,
  type ApiErrorDetails,
  ClientError,
  type ClientErrorCode,
  type ClientErrorOptions,
  isClientError,
} from './errors.ts'
export { readEvents, type WireEvent } from './events.ts'
export { cursor, pages } from './page.ts'
export type { PathNames, PathParams } from './path.ts'
export { type RawKinds, type RawSchema, raw } from './raw.ts'
export { backoff, isIdempotent, isRetryable, type RetryOptions, retryAfter } from './retry.ts'
export type {
  AnySchema,
  InferInput,
  InferOutput,
  SchemaIssue,
  SchemaResult,
  StandardSchema,
} from './standard.ts'
export { stream } from './stream.ts'
export type {
  EventStream,
  EventsOf,
  GapEvent,
  InvalidEvent,
  ReconnectOptions,
  StreamArgs,
  StreamCall,
  StreamDef,
  StreamEndpoint,
  StreamEvent,
  StreamOptions,
  UnknownEvent,
} from './stream-types.ts'
export type {
  Args,
  AttemptInfo,
  Auth,
  CallOptions,
  ClientOptions,
  Contract,
  DeclaredError,
  HeadersSource,
  Hooks,
  Inputs,
  PagedCall,
  Pager,
  ParamsPart,
  Part,
  Responses,
  RouteArgs,
  RouteCall,
  RouteDef,
  RouteEndpoint,
  SafeResult,
  Success,
  Timeouts,
} from './types.ts'
