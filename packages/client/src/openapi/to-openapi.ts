import { problemJsonSchema } from '../problem.ts'
import { endpointsOf } from '../server/endpoints.ts'
import type { Contract } from '../types.ts'
import { operationOf } from './operation.ts'
import { makeSchemas } from './schemas.ts'
import type {
  OpenApiDocument,
  OpenApiOperation,
  OpenApiOptions,
  OpenApiPath,
  OpenApiResponse,
} from './types.ts'

/** Methods that are fields of a path (OpenAPI 3.2.0, "Path Item Object"). */
const METHODS = new Set(['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE', 'QUERY'])

/**
 * Writes a contract down as an OpenAPI 3.2 document, event streams with the schema of each event included.
 *
 * The schemas describe what travels, which is each schema's input. They come from `~standard.jsonSchema` (Zod since 4.2
 * and others have it) or from `toJsonSchema`. Schemas with a name of their own (Zod's `.meta({ id })`), recursive ones
 * and those given as `schemas` become components.
 *
 * @throws TypeError for a schema that nothing converts, and for an operationId that is there twice.
 * @example
 * ```ts
 * import { defineContract, route } from '@nyxcore/client'
 * import { toOpenApi } from '@nyxcore/client/openapi'
 * import { z } from 'zod'
 *
 * const api = defineContract({ note: route.get('/notes/:id', { responses: { 200: z.object({ text: z.string() }) } }) })
 * const document = toOpenApi(api, { info: { title: 'Notes', version: '1.0.0' } })
 * console.log(JSON.stringify(document, null, 2))
 * ```
 */
export function toOpenApi(contract: Contract, options: OpenApiOptions): OpenApiDocument {
  const schemas = makeSchemas(options)
  const paths = new Map<string, { names: readonly string[]; path: string; item: Record<string, unknown> }>()
  const ids = new Set<string>()
  for (const { names, endpoint } of endpointsOf(contract)) {
    const { method, path } = endpoint
    // Paths that differ only in what they call their parameters are one path.
    const shape = path.replace(/:\w+/g, ':')
    let entry = paths.get(shape)
    if (!entry) {
      entry = {
        names: [...path.matchAll(/:(\w+)/g)].map((match) => match[1]!),
        path: path.replace(/:(\w+)/g, '{$1}'),
        item: {},
      }
      paths.set(shape, entry)
    }
    const operation = operationOf(names, endpoint, entry.names, schemas, options)
    if (ids.has(operation.operationId)) {
      throw new TypeError(`The operationId ${operation.operationId} is there twice`)
    }
    ids.add(operation.operationId)
    const { item } = entry
    if (METHODS.has(method)) item[method.toLowerCase()] = operation
    else {
      const additional = (item.additionalOperations ?? {}) as Record<string, OpenApiOperation>
      item.additionalOperations = { ...additional, [method]: operation }
    }
  }
  const { info, servers, security, securitySchemes, problems = true } = options
  const components = {
    ...(Object.keys(schemas.components).length > 0 ? { schemas: schemas.components } : {}),
    ...(problems ? { responses: { Problem: PROBLEM } } : {}),
    ...(securitySchemes ? { securitySchemes } : {}),
  }
  return {
    openapi: '3.2.0',
    info,
    ...(servers ? { servers } : {}),
    paths: Object.fromEntries([...paths.values()].map(({ path, item }) => [path, item as OpenApiPath])),
    components,
    ...(security ? { security } : {}),
  }
}

/** What `implement` answers where something is wrong (RFC 9457). */
const PROBLEM: OpenApiResponse = {
  description: 'What went wrong',
  content: { 'application/problem+json': { schema: problemJsonSchema } },
}
