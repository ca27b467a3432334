import type { Endpoint } from '../server/endpoints.ts'
import type { AnySchema } from '../standard.ts'
import type { Schemas } from './schemas.ts'
import type { JsonSchema, OpenApiParameter } from './types.ts'

/** Headers that OpenAPI wants left out, since other parts of a document say them. */
const IMPLIED = new Set(['accept', 'content-type', 'authorization'])

/** The parameters of an endpoint: path, query, headers, and those that the client sends by itself. */
export function parametersOf(
  { kind, path, def }: Endpoint,
  pathNames: readonly string[],
  schemas: Schemas,
  operationId: string,
): OpenApiParameter[] {
  const own = [...path.matchAll(/:(\w+)/g)].map((match) => match[1]!)
  const inPath = propertiesOf(def.params, schemas, `${operationId}.params`)
  const parameters: OpenApiParameter[] = own.map((name, index) => ({
    name: pathNames[index] ?? name,
    in: 'path',
    required: true,
    schema: inPath?.properties[name] ?? { type: 'string' },
  }))
  if (def.query) parameters.push(...queryParameters(def.query, schemas, `${operationId}.query`))
  const headers = propertiesOf(def.headers, schemas, `${operationId}.headers`)
  for (const [name, schema] of Object.entries(headers?.properties ?? {})) {
    if (IMPLIED.has(name.toLowerCase())) continue
    parameters.push({ name, in: 'header', required: headers?.required.has(name) ?? false, schema })
  }
  const declared = (name: string): boolean => parameters.some((one) => one.name.toLowerCase() === name)
  if (def.idempotent && !declared('idempotency-key')) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      description: 'The same for every attempt of one call.',
      schema: { type: 'string' },
    })
  }
  if (kind === 'stream' && !declared('last-event-id')) {
    parameters.push({
      name: 'Last-Event-ID',
      in: 'header',
      description: 'The id of the last event that was received, in UTF-8: the stream goes on after it.',
      schema: { type: 'string' },
    })
  }
  return parameters
}

function queryParameters(query: AnySchema, schemas: Schemas, hint: string): OpenApiParameter[] {
  const found = propertiesOf(query, schemas, hint)
  if (!found) {
    const schema = schemas.convert(query, hint)
    return [
      { name: 'query', in: 'querystring', content: { 'application/x-www-form-urlencoded': { schema } } },
    ]
  }
  return Object.entries(found.properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: found.required.has(name),
    // An object is written into the URL as JSON; lists repeat their key, which is the default style.
    ...(schemas.resolve(schema).type === 'object'
      ? { content: { 'application/json': { schema } } }
      : { schema }),
  }))
}

/** The fields of a schema; undefined where it is none of an object with known fields. */
function propertiesOf(
  schema: AnySchema | undefined,
  schemas: Schemas,
  hint: string,
): { properties: Readonly<Record<string, JsonSchema>>; required: ReadonlySet<string> } | undefined {
  if (!schema) return undefined
  const json = schemas.resolve(schemas.convert(schema, hint))
  const { properties, required } = json as {
    properties?: Record<string, JsonSchema>
    required?: readonly string[]
  }
  if (!properties) return undefined
  return { properties, required: new Set(required) }
}
