/**
 * The Standard Schema interface (https://standardschema.dev, version 1), copied so that no validator is a
 * dependency. Zod, Valibot, ArkType and others implement it.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** One thing that a schema found wrong. */
export interface SchemaIssue {
  readonly message: string
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined
}

/** What a schema answers: the output, or the issues. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: ReadonlyArray<SchemaIssue> }

/** Any schema, whatever its input and output. */
export type AnySchema = StandardSchema<unknown, unknown>

/** What is sent: the type before a schema's transforms and defaults. */
export type InferInput<S extends AnySchema> = NonNullable<S['~standard']['types']>['input']

/** What is received: the type after a schema's transforms and defaults. */
export type InferOutput<S extends AnySchema> = NonNullable<S['~standard']['types']>['output']

/**
 * Asks a schema; without one, or where validation is off, everything fits. Synchronous where the schema is, so that
 * an answer need not wait for it.
 */
export function check(
  schema: AnySchema | null | undefined,
  value: unknown,
  options: { readonly validate?: string | undefined },
): SchemaResult<unknown> | Promise<SchemaResult<unknown>> {
  return schema && options.validate !== 'off' ? schema['~standard'].validate(value) : { value }
}
