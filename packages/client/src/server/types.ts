import type { PathNames } from '../path.ts'
import type { AnySchema, InferInput, InferOutput } from '../standard.ts'
import type { StreamDef, StreamEndpoint } from '../stream-types.ts'
import type { RouteDef, RouteEndpoint } from '../types.ts'
import type { Endpoint } from './endpoints.ts'
import type { HttpProblem } from './problem.ts'
import type { Reply } from './reply.ts'
import type { ServerEvent, ServerRun, SseFunction, StreamReply } from './sse.ts'

type MaybePromise<T> = T | Promise<T>
type OutputOf<D, K extends string> = D extends { readonly [P in K]: infer S extends AnySchema }
  ? InferOutput<S>
  : undefined

/** What a handler is given. Params, query, headers and body are the outputs of their schemas. */
export interface HandlerArgs<P extends string, D extends RouteDef | StreamDef, Ctx> {
  /** Without a schema: the path's parameters as text. */
  readonly params: D extends { readonly params: infer S extends AnySchema }
    ? InferOutput<S>
    : { readonly [K in PathNames<P>]: string }
  /** Undefined where the contract declares none; see `request.url` then. */
  readonly query: OutputOf<D, 'query'>
  /** Undefined where the contract declares none; see `request.headers` then. */
  readonly headers: OutputOf<D, 'headers'>
  readonly body: OutputOf<D, 'body'>
  /** As it arrived. Its body is read where the contract declares one. */
  readonly request: Request
  /** Aborts when the client leaves. */
  readonly signal: AbortSignal
  readonly requestId: string
  /** What `options.context` returned. */
  readonly context: Ctx
}

type Whole = Date | Blob | FormData | ReadableStream | ArrayBuffer | ArrayBufferView

/** Data that is only read: lists and literals that are `const` fit as well. */
export type Sendable<T> = T extends Whole
  ? T
  : T extends object
    ? { readonly [K in keyof T]: Sendable<T[K]> }
    : T

type DataOf<S> = S extends AnySchema ? Sendable<InferInput<S>> : undefined
type Declared<D> = D extends { readonly responses: infer R }
  ? D extends { readonly errors: infer E }
    ? R & E
    : R
  : never
type Is2xx<K> = K extends number ? (`${K}` extends `2${string}` ? K : never) : never
type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never
type ReplyOf<R> = { [K in keyof R & number]: Reply<K, DataOf<R[K]>> }[keyof R & number]

// biome-ignore lint/suspicious/noConfusingVoidType: a handler without an answer returns nothing.
type Nothing = void

/** The data alone, where one 2xx status is declared and there is no doubt which is meant. */
type Plain<R, K extends keyof R = Is2xx<keyof R>> = [K] extends [never]
  ? never
  : IsUnion<K> extends true
    ? never
    : R[K] extends AnySchema
      ? Sendable<InferInput<R[K]>>
      : Nothing

/** What a handler may return: a {@link Reply}, the data of the only 2xx response, or a `Response` that is sent as it is. */
export type Returned<D extends RouteDef> = Plain<D['responses']> | ReplyOf<Declared<D>> | Response

/** Answers one route. */
export type RouteHandler<R extends RouteEndpoint, Ctx = undefined> = (
  args: HandlerArgs<R['path'], R['def'], Ctx>,
) => MaybePromise<Returned<R['def']>>

/** What a stream's handler is given besides. */
export interface StreamHandlerArgs<P extends string, D extends StreamDef, Ctx>
  extends HandlerArgs<P, D, Ctx> {
  /** Where the client wants to go on from. */
  readonly lastEventId: string | undefined
}

/**
 * Opens one stream. It runs before the answer begins, so it may still refuse (throw an {@link HttpProblem}, or return
 * a `Response`); what it returns sends the events: a function, an async iterable, or a function with options.
 */
export type StreamHandler<S extends StreamEndpoint, Ctx = undefined> = (
  args: StreamHandlerArgs<S['path'], S['def'], Ctx>,
) => MaybePromise<
  | ServerRun<S['def']['events']>
  | AsyncIterable<ServerEvent<S['def']['events']>>
  | StreamReply<S['def']['events']>
  | Response
>

/** A handler for each endpoint of a contract, under the same names. */
export type Handlers<C, Ctx = undefined> = {
  readonly [K in keyof C]: C[K] extends RouteEndpoint
    ? RouteHandler<C[K], Ctx>
    : C[K] extends StreamEndpoint
      ? StreamHandler<C[K], Ctx>
      : Handlers<C[K], Ctx>
}

/** What `context` is told besides the request. */
export interface ContextInfo {
  readonly requestId: string
  readonly endpoint: Endpoint
  /** What the adapter knows: Hono's context, Express' `{ req, res }`, Fastify's request; undefined for plain calls. */
  readonly platform: unknown
}

/** What `onError` is told besides the error. */
export interface ErrorInfo {
  /** The id that the client sees in the body and in the header `x-request-id`. */
  readonly requestId: string
  readonly request: Request
  /** The status that the client gets; of an error in a running stream, 200. */
  readonly status: number
  /** Undefined where none was found. */
  readonly endpoint: Endpoint | undefined
}

/** How the server half behaves. */
export interface ImplementOptions<Ctx = undefined> {
  /**
   * Makes what the handlers get as `context`: the user, a database. Called for each request before its body is read; it
   * may throw an {@link HttpProblem}. Write the type of its parameter, so that the type of its result is inferred.
   */
  readonly context?: ((request: Request, info: ContextInfo) => MaybePromise<Ctx>) | undefined
  /** `sse` of `@nyxcore/safe-sse`. Needed where the contract has streams. */
  readonly sse?: SseFunction | undefined
  /** Bytes that a body may have, for all endpoints or by endpoint. Default 1 MiB. */
  readonly maxBodySize?: number | ((endpoint: Endpoint) => number) | undefined
  /**
   * What is sent of a handler's answer once its schema has accepted it: the `original` (default; the client's schema
   * makes the output of it), or the schema's `output`, which leaves out what the schema does not know, and suits schemas
   * without transforms. `unchecked`: do not ask the schema.
   */
  readonly responses?: 'original' | 'output' | 'unchecked' | undefined
  /** What stands before the contract's paths, such as `/api`. */
  readonly basePath?: string | undefined
  /** Default: the header `x-request-id`, if it is a plain token of at most 128 characters, or else a random UUID. */
  readonly requestId?: ((request: Request) => string) | undefined
  /**
   * Called with everything that ends in an error answer, and with errors of running streams: the place to log. What is
   * sent for an unknown error is a 500 without its message, unless this returns an {@link HttpProblem} to send instead.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook that returns nothing is the usual one.
  readonly onError?: ((error: unknown, info: ErrorInfo) => HttpProblem | void) | undefined
}

/** A contract that answers requests. It never rejects. */
export interface Implementation {
  /** `platform` is handed on to `context`. */
  (request: Request, platform?: unknown): Promise<Response>
  /** Whether the contract has the path, with whatever method; adapters pass other requests on. */
  matches(url: string | URL): boolean
}
