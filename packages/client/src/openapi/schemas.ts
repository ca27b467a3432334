import type { AnySchema } from '../standard.ts'
import type { JsonSchema, OpenApiOptions } from './types.ts'

/** Converts schemas and gathers those that have a name. */
export interface Schemas {
  /** The JSON Schema of a schema, or a reference to it. `hint` names what has to be named. */
  convert(schema: AnySchema, hint: string): JsonSchema
  /** Follows a reference into the components. */
  resolve(schema: JsonSchema): JsonSchema
  readonly components: Readonly<Record<string, JsonSchema>>
}

/** The part of Standard JSON Schema (https://standardschema.dev/json-schema) that is used. */
interface JsonConverter {
  readonly input: (options: {
    readonly target: string
    readonly libraryOptions?: object | undefined
  }) => JsonSchema
}

/** Zod refuses to convert dates; in JSON they are text. What else has no JSON Schema says nothing. */
const ZOD = {
  unrepresentable: 'any',
  override({
    zodSchema,
    jsonSchema,
  }: {
    zodSchema: { _zod: { def: { type: string } } }
    jsonSchema: object
  }): void {
    if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
  },
}

export function makeSchemas(options: Pick<OpenApiOptions, 'schemas' | 'toJsonSchema'>): Schemas {
  const components: Record<string, JsonSchema> = {}
  const named = new Map(Object.entries(options.schemas ?? {}).map(([name, schema]) => [schema, name]))
  const texts = new Map<string, string>()

  /** Adds a component under a name of its own; the same schema under the same name is there once. */
  const add = (name: string, identity: string, make: (name: string) => JsonSchema): string => {
    const known = texts.get(identity)
    if (known) return known
    const clean = name.replace(/[^\w.-]/g, '_')
    let free = clean
    for (let n = 2; free in components; n++) free = `${clean}${n}`
    texts.set(identity, free)
    // Taken before it is made, since it may refer to itself.
    components[free] = {}
    components[free] = make(free)
    return free
  }

  const hoist = (json: JsonSchema, hint: string, name?: string): JsonSchema => {
    const { $schema: _, $defs, ...own } = json as { $schema?: unknown; $defs?: Record<string, JsonSchema> }
    const names = new Map<string, string>()
    const rewrite = (root: () => string) =>
      function visit(value: unknown): unknown {
        if (Array.isArray(value)) return value.map(visit)
        if (typeof value !== 'object' || value === null) return value
        return Object.fromEntries(
          Object.entries(value).map(([key, inner]) => {
            if (key !== '$ref' || typeof inner !== 'string') return [key, visit(inner)]
            if (inner === '#') return [key, refTo(root())]
            const local = inner.startsWith('#/$defs/') ? inner.slice('#/$defs/'.length) : undefined
            return [key, local === undefined ? inner : refTo(definition(local))]
          }),
        )
      }
    const definition = (local: string): string => {
      const known = names.get(local)
      if (known) return known
      const inner = $defs?.[local] ?? {}
      // Zod's own names for what has none mean nothing outside of one schema.
      const anonymous = /^__/.test(local)
      const added = add(
        anonymous ? hint : local,
        `${anonymous ? hint : ''}${local}${JSON.stringify(inner)}`,
        (taken) => {
          names.set(local, taken)
          return rewrite(() => taken)(inner) as JsonSchema
        },
      )
      names.set(local, added)
      return added
    }
    const text = JSON.stringify(own)
    const wanted = name ?? (text.includes('"$ref":"#"') ? hint : undefined)
    if (wanted === undefined) return rewrite(() => hint)(own) as JsonSchema
    const component = add(
      wanted,
      `${wanted}${JSON.stringify(json)}`,
      (taken) => rewrite(() => taken)(own) as JsonSchema,
    )
    return { $ref: refTo(component) }
  }

  const convert = (schema: AnySchema, hint: string): JsonSchema =>
    hoist(toJson(schema, hint, options.toJsonSchema), hint, named.get(schema))
  for (const [schema, name] of named) convert(schema, name)

  return {
    convert,
    resolve(schema) {
      const { $ref } = schema
      const name = typeof $ref === 'string' ? $ref.slice(refTo('').length) : ''
      return components[name] ?? schema
    },
    components,
  }
}

function refTo(name: string): string {
  return `#/components/schemas/${name}`
}

function toJson(schema: AnySchema, hint: string, own: OpenApiOptions['toJsonSchema']): JsonSchema {
  const made = own?.(schema)
  if (made) return made
  const { '~standard': standard } = schema as { '~standard': { vendor: string; jsonSchema?: JsonConverter } }
  if (!standard.jsonSchema) {
    throw new TypeError(
      `${hint}: the schema (${standard.vendor}) has no ~standard.jsonSchema; pass toJsonSchema to convert it`,
    )
  }
  const libraryOptions = standard.vendor === 'zod' ? ZOD : undefined
  return standard.jsonSchema.input({ target: 'draft-2020-12', ...(libraryOptions ? { libraryOptions } : {}) })
}
