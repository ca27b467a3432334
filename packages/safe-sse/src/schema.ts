import { mistake } from './errors.ts'

/** The part of the Standard Schema interface (standardschema.dev, version 1) that this package uses. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** What a schema answers: a value, or the issues found. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

/** One thing wrong with a value, and where. */
export interface SchemaIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What a schema accepts: the side of it that travels on the wire. */
export type InferInput<S> = S extends { readonly '~standard': { readonly types?: infer T } }
  ? NonNullable<T> extends { readonly input: infer I }
    ? I
    : unknown
  : unknown

/** Undefined if the data is valid; a promise that rejects if it turns out not to be, where the schema takes its time. */
export function check(
  events: Readonly<Record<string, StandardSchema>>,
  name: string,
  data: unknown,
): Promise<void> | undefined {
  if (!Object.hasOwn(events, name)) mistake('UNKNOWN_EVENT', `"${name}". Declare it in options.events.`)
  const result = events[name]!['~standard'].validate(data)
  const judge = ({ issues }: SchemaResult<unknown>): void => {
    if (issues)
      mistake('INVALID_DATA', `"${name}" does not fit its schema: ${issues.map(describe).join('; ')}`)
  }
  return 'then' in result ? result.then(judge) : (judge(result) as undefined)
}

/** An issue behind its path. */
function describe({ path = [], message }: SchemaIssue): string {
  return [...path.map((step) => String((step as { key?: PropertyKey }).key ?? step)), message].join(': ')
}
