import type { ApiError, ClientError } from './errors.ts'
import type { PathNames, PathParams } from './path.ts'
import type { RetryOptions } from './retry.ts'
import type { AnySchema, InferInput, InferOutput } from './standard.ts'
import type { StreamEndpoint } from './stream-types.ts'

/** Schemas by status; `null` stands for an answer without a body. */
export type Responses = { readonly [status: number]: AnySchema | null }

/** What one JSON route takes and answers. */
export interface RouteDef {
  /** Path parameters, where their names alone (from the path) are not enough. */
  readonly params?: AnySchema | undefined
  readonly query?: AnySchema | undefined
  /** Headers that the route needs besides the usual ones; names in lower case. */
  readonly headers?: AnySchema | undefined
  readonly body?: AnySchema | undefined
  /** Answers by status; those from 200 to 299 are returned, the others thrown as {@link ApiError}. */
  readonly responses: Responses
  /** More error answers, for what many routes share. */
  readonly errors?: Responses | undefined
  /** How pages follow each other: `cursor(...)` or `pages(...)`. */
  readonly page?: Pager | undefined
  /** Send an Idempotency-Key, the same for every attempt of a call, so that a POST may be retried. */
  readonly idempotent?: boolean | undefined
  /** `false`: never send credentials here, and do not refresh them on a 401. */
  readonly auth?: boolean | undefined
  /** One line for the OpenAPI document. */
  readonly summary?: string | undefined
  readonly tags?: readonly string[] | undefined
}

/** A JSON route of a contract. Made by `route.get` and its like. */
export interface RouteEndpoint<
  M extends string = string,
  P extends string = string,
  D extends RouteDef = RouteDef,
> {
  readonly kind: 'route'
  readonly method: M
  readonly path: P
  readonly def: D
  /** @internal What makes it callable; kept here so that what a contract does not use is not bundled. */
  readonly '~bind': Bind
}

/** @internal */
export type Bind = (core: Core, endpoint: never) => unknown

/** A contract: endpoints and nested contracts under names. */
export interface Contract {
  readonly [name: string]: RouteEndpoint | StreamEndpoint | Contract
}

/** How the pages of a list follow each other. */
export interface Pager<Items extends string = string> {
  readonly items: Items
  /** @internal The query of the next page, or undefined after the last one. */
  readonly next_: (
    query: Record<string, unknown>,
    page: Record<string, unknown>,
  ) => Record<string, unknown> | undefined
  /** @internal What walks the pages; kept here so that what a contract does not use is not bundled. */
  readonly walk_: (run: (given: object) => Promise<unknown>, endpoint: RouteEndpoint) => object
}

type MaybePromise<T> = T | Promise<T>

/**
 * Where credentials come from: a function that gives the token and is called before each attempt. Sent as
 * `Authorization: Bearer <token>`, or as it is where it has a space (`Basic ...`); undefined: none is sent.
 */
export interface Auth {
  (): MaybePromise<string | undefined>
  /** Called after a 401 with the token that was refused; true: send again. `bearer` makes one. */
  readonly renew?: ((refused: string | undefined) => Promise<boolean>) | undefined
}

/** What hooks are told of one attempt. */
export interface AttemptInfo {
  readonly method: string
  /** The path of the contract, with its parameters' names in place of their values. */
  readonly path: string
  readonly url: string
  /** As they will be sent; a request hook may change them. */
  readonly headers: Headers
  /** 1 for the first. */
  readonly attempt: number
}

/** Functions that see every attempt. One that throws fails the call. */
export interface Hooks {
  readonly request?: ((info: AttemptInfo) => MaybePromise<void>) | undefined
  readonly response?: ((info: AttemptInfo, response: Response) => MaybePromise<void>) | undefined
  /** Before a wait of `delay` milliseconds. */
  readonly retry?:
    | ((info: { path: string; attempt: number; delay: number; cause: unknown }) => void)
    | undefined
  /** A call failed for good, or, under `validate: 'warn'`, did not fit the contract. */
  readonly error?: ((error: ClientError) => void) | undefined
}

/** Milliseconds: for each attempt, up to the end of the body, and for the whole call with its waits; `Infinity`: no bound. */
export interface Timeouts {
  /** Default 30 000. */
  readonly attempt?: number | undefined
  /** Default 90 000. */
  readonly total?: number | undefined
}

/** What `createClient` takes. */
export interface ClientOptions {
  /** Where the paths start, for example `https://api.example.com`. Default: the page's own origin. */
  readonly baseUrl?: string | URL | undefined
  readonly auth?: Auth | undefined
  /** Headers for every call; a function is called before each attempt. */
  readonly headers?: HeadersSource | undefined
  readonly retry?: RetryOptions | undefined
  /** A number is the time of an attempt. */
  readonly timeout?: number | Timeouts | undefined
  readonly hooks?: Hooks | undefined
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined
  /** Cookies: as for fetch. */
  readonly credentials?: RequestCredentials | undefined
  /**
   * What to do where data does not fit the contract: `throw` (default), `warn` (tell `hooks.error`, go on with
   * the data as it is) or `off` (do not look).
   */
  readonly validate?: 'throw' | 'warn' | 'off' | undefined
}

export type HeadersSource =
  | Readonly<Record<string, string | undefined>>
  | (() => MaybePromise<Readonly<Record<string, string | undefined>>>)

/** What every call may be given besides what its route declares. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly timeout?: number | Timeouts | undefined
  readonly retry?: RetryOptions | undefined
  /** Sent as Idempotency-Key with every attempt; makes a POST retryable. */
  readonly idempotencyKey?: string | undefined
}

type Empty = Record<never, never>

/** One argument: required unless all of its fields are optional. */
export type Part<K extends string, S> = S extends AnySchema
  ? Empty extends InferInput<S>
    ? { readonly [P in K]?: InferInput<S> | undefined }
    : { readonly [P in K]: InferInput<S> }
  : Empty

/** The path's parameters, by schema or by name. */
export type ParamsPart<P extends string, D> = D extends { readonly params: infer S extends AnySchema }
  ? { readonly params: InferInput<S> }
  : [PathNames<P>] extends [never]
    ? Empty
    : { readonly params: PathParams<P> }

type HeadersPart<D> = D extends { readonly headers: infer S extends AnySchema }
  ? Part<'headers', S>
  : { readonly headers?: Readonly<Record<string, string | undefined>> | undefined }

/** Everything that an endpoint's definition asks the caller for. */
export type Inputs<P extends string, D> = ParamsPart<P, D> &
  (D extends { readonly query: infer S } ? Part<'query', S> : Empty) &
  (D extends { readonly body: infer S } ? Part<'body', S> : Empty) &
  HeadersPart<D>

/** The argument list: the object may be left out where nothing in it is required. */
export type Args<T> = Empty extends T ? [args?: T] : [args: T]

export type RouteArgs<R extends RouteEndpoint> = Args<Inputs<R['path'], R['def']> & CallOptions>

type Is2xx<K> = K extends number ? (`${K}` extends `2${string}` ? K : never) : never
type DataOf<S> = S extends AnySchema ? InferOutput<S> : undefined

type ErrorsOf<D> = D extends { readonly errors: infer E } ? E : Empty
type SuccessStatus<R extends RouteEndpoint> = Is2xx<keyof R['def']['responses']>

/** What a route returns: the outputs of its 2xx responses. */
export type Success<R extends RouteEndpoint> = DataOf<R['def']['responses'][SuccessStatus<R>]>

/** The errors that a route declares, as a union on `status`. */
export type DeclaredError<R extends { readonly def: RouteDef }> =
  | {
      [K in Exclude<keyof R['def']['responses'], Is2xx<keyof R['def']['responses']>> & number]: ApiError<
        K,
        DataOf<R['def']['responses'][K]>
      >
    }[Exclude<keyof R['def']['responses'], Is2xx<keyof R['def']['responses']>> & number]
  | SharedError<ErrorsOf<R['def']>>

type SharedError<E> = { [K in keyof E & number]: ApiError<K, DataOf<E[K]>> }[keyof E & number]

type ErrorResult<E> =
  E extends ApiError<infer S, infer T>
    ? { readonly ok: false; readonly status: S; readonly data: T; readonly error: E }
    : never

/** What `.safe()` resolves to. `status` is undefined where the failure is none that the contract declares. */
export type SafeResult<R extends RouteEndpoint> =
  | {
      [K in SuccessStatus<R>]: {
        readonly ok: true
        readonly status: K
        readonly data: DataOf<R['def']['responses'][K]>
        readonly headers: Headers
      }
    }[SuccessStatus<R>]
  | ErrorResult<DeclaredError<R>>
  | {
      readonly ok: false
      readonly status?: undefined
      readonly data?: undefined
      readonly error: ClientError
    }

/** A route as a function. */
export interface RouteCall<R extends RouteEndpoint> {
  /** @throws ClientError on every failure; ApiError where the server answered with an error status. */
  (...args: RouteArgs<R>): Promise<Success<R>>
  /** The same call, which never rejects: the result says whether and how it went. */
  safe(...args: RouteArgs<R>): Promise<SafeResult<R>>
  readonly route: R
}

type Row<Page, Items extends string> = Page extends { readonly [K in Items]: ReadonlyArray<infer T> }
  ? T
  : never

/** A route whose list comes in pages. */
export interface PagedCall<R extends RouteEndpoint, Items extends string> extends RouteCall<R> {
  /** Every row of every page, each page fetched when it is reached. */
  all(...args: RouteArgs<R>): AsyncGenerator<Row<Success<R>, Items>, void, undefined>
  /** Page by page. */
  pages(...args: RouteArgs<R>): AsyncGenerator<Success<R>, void, undefined>
}

/** @internal What the calls of one client share: its options, and what came of them. */
export interface Core extends ClientOptions {
  /** `baseUrl` without a slash at its end. */
  base_: string
  /** Retries in debt. */
  debt_: number
}
