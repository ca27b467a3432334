import { problem, problemJsonSchema } from '../problem.ts'
import type { Endpoint } from '../server/endpoints.ts'
import { phraseOf } from '../server/problem.ts'
import type { AnySchema } from '../standard.ts'
import type { Responses } from '../types.ts'
import { eventStreamMedia } from './events.ts'
import { parametersOf } from './parameters.ts'
import type { Schemas } from './schemas.ts'
import type { OpenApiMedia, OpenApiOperation, OpenApiOptions, OpenApiResponse } from './types.ts'

const RAW_TYPES: Readonly<Record<string, string>> = { text: 'text/plain', formData: 'multipart/form-data' }

/** One endpoint as an operation. `pathNames` are what the document calls the path's parameters, in their order. */
export function operationOf(
  names: readonly string[],
  endpoint: Endpoint,
  pathNames: readonly string[],
  schemas: Schemas,
  options: OpenApiOptions,
): OpenApiOperation {
  const { def } = endpoint
  const operationId = options.operationId?.(names) ?? names.join('.')
  const parameters = parametersOf(endpoint, pathNames, schemas, operationId)
  const tags = def.tags ?? (names.length > 1 ? [names[0]!] : undefined)
  const problems = options.problems ?? true
  return {
    operationId,
    ...(def.summary ? { summary: def.summary } : {}),
    ...(tags ? { tags } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(def.body
      ? {
          requestBody: {
            required: !takesNothing(def.body),
            content: mediaOf(def.body, schemas, `${operationId}.body`),
          },
        }
      : {}),
    responses: {
      ...(endpoint.kind === 'stream'
        ? {
            200: {
              description: 'A stream of events',
              content: { 'text/event-stream': eventStreamMedia(endpoint.def, schemas, operationId) },
            },
          }
        : {
            ...responsesOf(endpoint.def.responses, schemas, operationId),
            ...responsesOf(endpoint.def.errors ?? {}, schemas, operationId),
          }),
      ...(problems ? { default: { $ref: '#/components/responses/Problem' } } : {}),
    },
    ...(def.auth === false && options.security ? { security: [] } : {}),
    ...(endpoint.kind === 'stream' && endpoint.def.final ? { 'x-final-events': endpoint.def.final } : {}),
  }
}

function responsesOf(
  responses: Responses,
  schemas: Schemas,
  operationId: string,
): Record<string, OpenApiResponse> {
  return Object.fromEntries(
    Object.entries(responses).map(([status, schema]) => {
      const description = phraseOf(Number(status))
      const content = schema && mediaOf(schema, schemas, `${operationId}.${status}`)
      return [status, content ? { description, content } : { description }]
    }),
  )
}

function mediaOf(schema: AnySchema, schemas: Schemas, hint: string): Readonly<Record<string, OpenApiMedia>> {
  if (schema === problem) return { 'application/problem+json': { schema: problemJsonSchema } }
  if (!('raw' in schema)) return { 'application/json': { schema: schemas.convert(schema, hint) } }
  const kind = String(schema.raw)
  const type = RAW_TYPES[kind] ?? 'application/octet-stream'
  // Bytes have no schema (OpenAPI 3.2.0, "Working with Binary Data").
  if (kind === 'text') return { [type]: { schema: { type: 'string' } } }
  return { [type]: kind === 'formData' ? { schema: { type: 'object' } } : {} }
}

/** Whether a body may be left out, as far as the schema says so at once. */
function takesNothing(schema: AnySchema): boolean {
  if ('raw' in schema) return false
  try {
    const result = schema['~standard'].validate(undefined)
    if (!(result instanceof Promise)) return !result.issues
    result.catch(() => {})
  } catch {
    // Some schemas refuse to be asked without waiting.
  }
  return false
}
