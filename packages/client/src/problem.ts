import type { StandardSchema } from './standard.ts'

/** One field at fault. */
export interface ProblemField {
  readonly in: 'params' | 'query' | 'headers' | 'body'
  /** `tags.0`; empty where the part as a whole is meant. */
  readonly field: string
  /** The same as a JSON pointer in a URI fragment (RFC 6901): `#/tags/0`. */
  readonly pointer: string
  readonly detail: string
}

/** A problem+json body: the members of RFC 9457, section 3.1, and those that `implement` adds. */
export interface Problem {
  readonly title: string
  readonly status: number
  readonly type?: string | undefined
  readonly detail?: string | undefined
  readonly instance?: string | undefined
  readonly code?: string | undefined
  readonly requestId?: string | undefined
  readonly errors?: readonly ProblemField[] | undefined
}

const text = { type: 'string' }

/** The JSON Schema of {@link Problem}. */
export const problemJsonSchema: Readonly<Record<string, unknown>> = {
  type: 'object',
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: text,
    instance: { type: 'string', format: 'uri-reference' },
    code: text,
    requestId: text,
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          in: { type: 'string', enum: ['params', 'query', 'headers', 'body'] },
          field: text,
          pointer: text,
          detail: text,
        },
        required: ['in', 'field', 'pointer', 'detail'],
      },
    },
  },
  required: ['title', 'status'],
}

/**
 * The schema of problem+json (RFC 9457), for the `errors` of a contract: then `isApiError` gives `error.data` its type.
 * It needs no validator, and takes the problems of other servers too.
 *
 * @example
 * ```ts
 * import { createClient, defineContract, isApiError, route } from '@nyxcore/client'
 * import { problem } from '@nyxcore/client/problem'
 * import { z } from 'zod'
 *
 * const api = defineContract({
 *   add: route.post('/notes', {
 *     body: z.object({ text: z.string() }),
 *     responses: { 201: z.object({ id: z.string() }) },
 *     errors: { 400: problem, 403: problem },
 *   }),
 * })
 * const client = createClient(api)
 * await client.add({ body: { text: '' } }).catch((error: unknown) => {
 *   if (!isApiError(api.add, error)) throw error
 *   for (const { field, detail } of error.data.errors ?? []) console.log(field, detail)
 * })
 * ```
 */
export const problem: StandardSchema<Problem, Problem> = {
  '~standard': {
    version: 1,
    vendor: 'nyxcore',
    validate: (value) => {
      const { title, status } = Object(value) as Partial<Problem>
      const issues = []
      if (typeof title !== 'string') issues.push({ message: 'Expected a string', path: ['title'] })
      if (typeof status !== 'number') issues.push({ message: 'Expected a number', path: ['status'] })
      return issues.length > 0 ? { issues } : { value: value as Problem }
    },
    jsonSchema: { input: () => problemJsonSchema, output: () => problemJsonSchema },
  } as StandardSchema<Problem, Problem>['~standard'],
}
