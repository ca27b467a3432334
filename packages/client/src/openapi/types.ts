import type { AnySchema } from '../standard.ts'

/** A JSON Schema of draft 2020-12, as OpenAPI takes it since 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** The `info` of a document. */
export interface OpenApiInfo {
  readonly title: string
  readonly version: string
  readonly summary?: string | undefined
  readonly description?: string | undefined
  readonly [extension: `x-${string}`]: unknown
}

/** A parameter of an operation. */
export interface OpenApiParameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'querystring' | 'header'
  readonly required?: boolean
  readonly description?: string
  readonly schema?: JsonSchema
  readonly content?: Readonly<Record<string, OpenApiMedia>>
}

/** What one media type holds: `schema` of the whole, or `itemSchema` of each event of a stream. */
export interface OpenApiMedia {
  readonly schema?: JsonSchema
  readonly itemSchema?: JsonSchema
}

/** One answer. */
export interface OpenApiResponse {
  readonly description: string
  readonly content?: Readonly<Record<string, OpenApiMedia>>
}

/** One method of one path. */
export interface OpenApiOperation {
  readonly operationId: string
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly OpenApiParameter[]
  readonly requestBody?: {
    readonly required: boolean
    readonly content: Readonly<Record<string, OpenApiMedia>>
  }
  readonly responses: Readonly<Record<string, OpenApiResponse | { readonly $ref: string }>>
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  /** The events after which a stream is complete. */
  readonly 'x-final-events'?: readonly string[]
}

/** A path's operations by method in lower case; other methods than the known ones under `additionalOperations`. */
export interface OpenApiPath {
  readonly [method: string]: OpenApiOperation | Readonly<Record<string, OpenApiOperation>>
}

/** An OpenAPI document (https://spec.openapis.org/oas/v3.2.0), as plain JSON. */
export interface OpenApiDocument {
  readonly openapi: string
  readonly info: OpenApiInfo
  readonly servers?: readonly { readonly url: string; readonly description?: string | undefined }[]
  readonly paths: Readonly<Record<string, OpenApiPath>>
  readonly components: {
    readonly schemas?: Readonly<Record<string, JsonSchema>>
    readonly responses?: Readonly<Record<string, OpenApiResponse>>
    readonly securitySchemes?: Readonly<Record<string, unknown>>
  }
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
}

/** What {@link toOpenApi} takes. */
export interface OpenApiOptions {
  readonly info: OpenApiInfo
  readonly servers?: OpenApiDocument['servers'] | undefined
  /** Schemas to put under `components.schemas` by these names; found where the contract uses the same object. */
  readonly schemas?: Readonly<Record<string, AnySchema>> | undefined
  readonly securitySchemes?: Readonly<Record<string, unknown>> | undefined
  /** What every operation needs; those with `auth: false` need nothing. */
  readonly security?: OpenApiDocument['security'] | undefined
  /**
   * Makes the JSON Schema of what a schema accepts, since that is what travels. Asked first; where it returns undefined
   * the schema's own `~standard.jsonSchema` is.
   */
  readonly toJsonSchema?: ((schema: AnySchema) => JsonSchema | undefined) | undefined
  /** Default: the names in the contract, joined by dots: `personas.create`. */
  readonly operationId?: ((names: readonly string[]) => string) | undefined
  /** Declare problem+json for every status that the contract leaves open, as `implement` answers. Default true. */
  readonly problems?: boolean | undefined
}
