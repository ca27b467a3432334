import { defineContract, raw, route, stream } from '@nyxcore/client'
import { type OpenApiDocument, toOpenApi } from '@nyxcore/client/openapi'
import { problem } from '@nyxcore/client/problem'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Validator } from '@seriousme/openapi-schema-validator'
import openapiTS, { astToString } from 'openapi-typescript'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { api as served } from '../server/api.ts'

const Persona = z.object({ id: z.string(), name: z.string(), madeAt: z.coerce.date() })
const Named = z.object({ field: z.string() }).meta({ id: 'Conflict' })
const Tree = z.object({
  label: z.string(),
  get children() {
    return z.array(Tree)
  },
})
const api = defineContract({
  personas: {
    create: route.post('/api/v1/personas', {
      body: z.object({ name: z.string(), tags: z.array(z.string()).default([]) }),
      headers: z.object({
        'x-tenant': z.string(),
        authorization: z.string(),
        'x-trace': z.string().optional(),
      }),
      responses: { 201: Persona, 202: null, 409: Named },
      errors: { 401: z.object({ login: z.string() }), 403: problem },
      idempotent: true,
      summary: 'Make a persona',
      tags: ['people'],
    }),
    get: route.get('/api/v1/personas/:id', { responses: { 200: Persona } }),
    rename: route.patch('/api/v1/personas/:persona', {
      params: z.object({ persona: z.uuid() }),
      body: z.object({ name: z.string() }).optional(),
      responses: { 200: Persona, 409: Named },
      auth: false,
    }),
    list: route.get('/api/v1/personas', {
      query: z.object({
        limit: z.number().int().max(100).default(20),
        tag: z.array(z.string()).optional(),
        near: z.object({ lat: z.number(), lon: z.number() }),
      }),
      responses: { 200: z.object({ items: z.array(Persona), tree: Tree, other: z.array(Tree) }) },
    }),
    search: route.get('/api/v1/search', {
      query: z.record(z.string(), z.string()),
      responses: { 200: z.unknown() },
    }),
  },
  tree: route.get('/api/v1/tree/:id.json', { responses: { 200: Tree } }),
  files: {
    put: route.put('/api/v1/files/:name', { body: raw('stream'), responses: { 204: null } }),
    form: route.post('/api/v1/forms', { body: raw('formData'), responses: { 200: raw('text') } }),
  },
  events: stream('/api/v1/events/:id', {
    events: { 'step.started': z.object({ at: z.date() }), message: z.string(), done: Named },
    final: ['done'],
  }),
  ask: stream('/api/v1/ask', {
    method: 'POST',
    body: z.object({ q: z.string() }),
    events: { delta: z.string() },
    format: 'text',
  }),
  purge: stream('/api/v1/cache', { method: 'PURGE', events: { done: z.null() } }),
})
const info = { title: 'Personas', version: '1.2.3' }
const security = {
  securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
  security: [{ bearer: [] }],
}
const document = toOpenApi(api, {
  info,
  schemas: { Persona },
  servers: [{ url: 'https://api.example.com' }],
  ...security,
})
const at = (path: string, method: string, from: OpenApiDocument = document) =>
  // biome-ignore lint/suspicious/noExplicitAny: a test that looks into plain JSON.
  from.paths[path]?.[method] as any

async function lint(document: unknown) {
  const config = await createConfig({
    extends: ['spec'],
    rules: {
      'operation-operationId-unique': 'error',
      'path-parameters-defined': 'error',
      'no-identical-paths': 'error',
      'no-ambiguous-paths': 'error',
      'no-unresolved-refs': 'error',
    },
  })
  return lintFromString({ source: JSON.stringify(document), absoluteRef: '/api.json', config })
}

describe('the document', () => {
  it.each([
    ['every feature', document],
    ['the contract that the server tests serve', toOpenApi(served, { info })],
    ['an empty contract', toOpenApi({}, { info, problems: false })],
  ])('of %s is valid OpenAPI 3.2, by two validators', async (_, given) => {
    const plain = JSON.parse(JSON.stringify(given))
    const validator = new Validator()
    expect(await validator.validate(structuredClone(plain))).toEqual({ valid: true })
    expect(validator.version).toBe('3.2')
    const problems = await lint(plain)
    expect(
      problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`),
    ).toEqual([])
  })

  it('would be found invalid', async () => {
    const broken = structuredClone(JSON.parse(JSON.stringify(document)))
    broken.paths['/api/v1/events/{id}'].get.responses['200'].content['text/event-stream'].itemSchema =
      'events'
    expect((await new Validator().validate(broken)).valid).toBe(false)
    expect(await lint(broken)).not.toEqual([])
    const unnamed = JSON.parse(JSON.stringify(document).replace('/api/v1/files/{name}', '/api/v1/files/{x}'))
    expect((await lint(unnamed)).map(({ ruleId }) => ruleId)).toContain('path-parameters-defined')
  })

  it('can be read by openapi-typescript', async () => {
    const plain = JSON.parse(JSON.stringify(toOpenApi(api, { info, schemas: { Persona } })))
    const source = astToString(await openapiTS(plain))
    expect(source).toContain('"personas.create"')
    expect(source).toMatch(
      /Persona: \{\s+id: string;\s+name: string;\s+\/\*\* Format: date-time \*\/\s+madeAt: string;/,
    )
    expect(source).toContain('"text/event-stream"')
  })

  it('says what travels: the inputs of the schemas', () => {
    const { requestBody, responses, parameters, summary, tags, operationId } = at('/api/v1/personas', 'post')
    expect({ summary, tags, operationId }).toEqual({
      summary: 'Make a persona',
      tags: ['people'],
      operationId: 'personas.create',
    })
    expect(requestBody).toEqual({
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              name: { type: 'string' },
              tags: { type: 'array', items: { type: 'string' }, default: [] },
            },
            required: ['name'],
          },
        },
      },
    })
    expect(responses['201']).toEqual({
      description: 'Created',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Persona' } } },
    })
    expect(responses['202']).toEqual({ description: 'Accepted' })
    expect(responses['409'].content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/Conflict',
    })
    expect(responses.default).toEqual({ $ref: '#/components/responses/Problem' })
    expect(Object.keys(responses)).toContain('401')
    expect(Object.keys(responses['403'].content)).toEqual(['application/problem+json'])
    expect(parameters.map((p: { name: string; required?: boolean }) => [p.name, p.required])).toEqual([
      ['x-tenant', true],
      ['x-trace', false],
      ['Idempotency-Key', undefined],
    ])
    expect(document.components.schemas?.Persona).toMatchObject({
      properties: { madeAt: { type: 'string', format: 'date-time' } },
    })
  })

  it('says how each parameter is written', () => {
    expect(at('/api/v1/personas', 'get').parameters).toEqual([
      {
        name: 'limit',
        in: 'query',
        required: false,
        schema: { type: 'integer', minimum: -9007199254740991, maximum: 100, default: 20 },
      },
      { name: 'tag', in: 'query', required: false, schema: { type: 'array', items: { type: 'string' } } },
      {
        name: 'near',
        in: 'query',
        required: true,
        content: { 'application/json': { schema: expect.objectContaining({ type: 'object' }) } },
      },
    ])
    expect(at('/api/v1/search', 'get').parameters).toMatchObject([{ in: 'querystring' }])
    expect(at('/api/v1/tree/{id}.json', 'get').parameters).toMatchObject([
      { name: 'id', in: 'path', required: true },
    ])
  })

  it('makes one path of two that name their parameters differently', () => {
    expect(Object.keys(document.paths).filter((path) => path.includes('personas/'))).toEqual([
      '/api/v1/personas/{id}',
    ])
    expect(at('/api/v1/personas/{id}', 'patch').parameters).toMatchObject([
      { name: 'id', schema: { format: 'uuid' } },
    ])
    expect(at('/api/v1/personas/{id}', 'patch').requestBody.required).toBe(false)
    expect(at('/api/v1/personas/{id}', 'patch').security).toEqual([])
  })

  it('gives recursive schemas a name and leaves no dangling reference', () => {
    const { responses } = at('/api/v1/tree/{id}.json', 'get')
    expect(responses['200'].content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/tree.200',
    })
    const text = JSON.stringify(document)
    for (const [, ref] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = ref!
        .split('/')
        .reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], document)
      expect(found, ref).toBeDefined()
    }
    expect(text).not.toContain('$defs')
    expect(text).not.toContain('$schema')
  })

  it('describes each event of a stream', () => {
    const { responses, parameters, 'x-final-events': final } = at('/api/v1/events/{id}', 'get')
    const { itemSchema } = responses['200'].content['text/event-stream']
    expect(itemSchema.required).toEqual(['data'])
    expect(
      itemSchema.oneOf.map((one: { properties: { event: { const: string } } }) => one.properties.event.const),
    ).toEqual(['step.started', 'message', 'done', 'nyx.gap', 'nyx.error'])
    expect(itemSchema.oneOf[0]).toEqual({
      properties: {
        event: { const: 'step.started' },
        data: {
          type: 'string',
          contentMediaType: 'application/json',
          contentSchema: {
            type: 'object',
            properties: { at: { type: 'string', format: 'date-time' } },
            required: ['at'],
          },
        },
      },
      required: ['event'],
    })
    expect(itemSchema.oneOf[1].required).toBeUndefined()
    expect(itemSchema.oneOf[2].properties.data.contentSchema).toEqual({
      $ref: '#/components/schemas/Conflict',
    })
    expect(final).toEqual(['done'])
    expect(parameters.map((p: { name: string }) => p.name)).toEqual(['id', 'Last-Event-ID'])
    const text = at('/api/v1/ask', 'post').responses['200'].content['text/event-stream'].itemSchema.oneOf[0]
    expect(text.properties.data).toEqual({ type: 'string' })
    expect(at('/api/v1/cache', 'additionalOperations').PURGE.operationId).toBe('purge')
  })

  it('says binary bodies and forms by their media types', () => {
    expect(at('/api/v1/files/{name}', 'put').requestBody.content).toEqual({ 'application/octet-stream': {} })
    const { requestBody, responses } = at('/api/v1/forms', 'post')
    expect(Object.keys(requestBody.content)).toEqual(['multipart/form-data'])
    expect(responses['200'].content).toEqual({ 'text/plain': { schema: { type: 'string' } } })
  })
})

describe('schemas of other kinds', () => {
  const bare = {
    '~standard': { version: 1, vendor: 'mine', validate: (value: unknown) => ({ value }) },
  } as const
  const one = defineContract({ ping: route.get('/ping', { responses: { 200: bare } }) })

  it('are converted by the function that is given, before their own', () => {
    const made = toOpenApi(one, {
      info,
      toJsonSchema: (schema) => (schema === bare ? { type: 'string' } : undefined),
    })
    expect(at('/ping', 'get', made).responses['200'].content['application/json'].schema).toEqual({
      type: 'string',
    })
  })

  it('are an error that says where and what to do', () => {
    expect(() => toOpenApi(one, { info })).toThrow(
      'ping.200: the schema (mine) has no ~standard.jsonSchema; pass toJsonSchema to convert it',
    )
    expect(() => toOpenApi(api, { info, operationId: () => 'same' })).toThrow(
      'The operationId same is there twice',
    )
  })
})
