import type { StreamDef } from '../stream-types.ts'
import type { Schemas } from './schemas.ts'
import type { JsonSchema, OpenApiMedia } from './types.ts'

const GAP: JsonSchema = {
  type: 'object',
  properties: { requested: { type: ['string', 'null'] }, oldest: { type: ['string', 'null'] } },
  required: ['requested', 'oldest'],
}

const FAILED: JsonSchema = {
  type: 'object',
  properties: { code: { type: 'string' }, requestId: { type: 'string' } },
  required: ['code', 'requestId'],
}

/**
 * The media type of an event stream: `itemSchema` describes each event by its fields, `data` being text that holds JSON
 * (OpenAPI 3.2.0, "Special Considerations for Server-Sent Events").
 */
export function eventStreamMedia(def: StreamDef, schemas: Schemas, hint: string): OpenApiMedia {
  const declared = Object.entries(def.events).map(([name, schema]) =>
    eventSchema(name, dataSchema(schemas.convert(schema, `${hint}.${name}`), def.format)),
  )
  return {
    itemSchema: {
      type: 'object',
      properties: {
        event: { type: 'string' },
        data: { type: 'string' },
        id: { type: 'string' },
        retry: { type: 'integer', minimum: 0 },
      },
      required: ['data'],
      oneOf: [
        ...declared,
        eventSchema('nyx.gap', dataSchema(GAP)),
        eventSchema('nyx.error', dataSchema(FAILED)),
      ],
    },
  }
}

function eventSchema(name: string, data: JsonSchema): JsonSchema {
  // An event without a name is a `message`.
  const required = name === 'message' ? {} : { required: ['event'] }
  return { properties: { event: { const: name }, data }, ...required }
}

function dataSchema(schema: JsonSchema, format: StreamDef['format'] = 'json'): JsonSchema {
  if (format === 'text') return schema
  return { type: 'string', contentMediaType: 'application/json', contentSchema: schema }
}
