import type { AnySchema, SchemaIssue } from '../standard.ts'
import { HttpProblem, type RequestPart, toFields } from './problem.ts'

type Values = Readonly<Record<string, unknown>>

/** A query as an object: a key that is repeated becomes an array. */
export function readQuery(search: URLSearchParams): Values {
  const all = new Map<string, string | string[]>()
  for (const [key, value] of search) {
    const before = all.get(key)
    all.set(key, before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value])
  }
  return Object.fromEntries(all)
}

/** Checks one part of a request; gives the schema's output. @throws HttpProblem that names the fields. */
export async function checkPart(schema: AnySchema, part: RequestPart, value: unknown): Promise<unknown> {
  const result = await schema['~standard'].validate(value)
  if (!result.issues) return result.value
  throw invalid(part, result.issues)
}

/**
 * Checks params, query or headers, of which only text arrives. Text that a schema refuses is read again as what it
 * may have been before it was written into the URL (a number, a boolean, JSON, a date, a list of one or of none), so
 * that `z.number()` and `z.array(...)` hold on both sides of the wire. A value that fits as text stays text.
 */
export async function checkText(schema: AnySchema, part: RequestPart, value: Values): Promise<unknown> {
  const first = await schema['~standard'].validate(value)
  if (!first.issues) return first.value
  let current = value
  let { issues } = first
  for (const reading of READINGS) {
    const next: Record<string, unknown> = { ...current }
    for (const key of new Set(issues.map(topKey))) {
      if (key === undefined) continue
      const read = reading(value[key])
      if (read !== undefined) next[key] = read
      else if (value[key] !== undefined) next[key] = value[key]
    }
    current = next
    const result = await schema['~standard'].validate(current)
    if (!result.issues) return result.value
    issues = result.issues
  }
  // What the caller sent was text: the issues of that are the ones to tell.
  throw invalid(part, first.issues)
}

function topKey({ path }: SchemaIssue): string | undefined {
  const key = path?.[0]
  return key === undefined ? undefined : String(typeof key === 'object' ? key.key : key)
}

type Reading = (value: unknown) => unknown

const READINGS: readonly Reading[] = [
  (value) => (Array.isArray(value) ? value.map((item) => fromText(item) ?? item) : fromText(value)),
  (value) => (value === undefined ? [] : typeof value === 'string' ? [value] : undefined),
  (value) => (typeof value === 'string' ? [fromText(value) ?? value] : undefined),
  (value) => (Array.isArray(value) ? value.map((item) => toDate(item) ?? item) : toDate(value)),
]

/** A number, a boolean or JSON of an object or an array; not what merely looks like one, such as `007`. */
function fromText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^(-?\d|true$|false$|[[{])/.test(value)) return undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

function toDate(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined
  const date = new Date(value)
  return Number.isNaN(date.getTime()) ? undefined : date
}

function invalid(part: RequestPart, issues: ReadonlyArray<SchemaIssue>): HttpProblem {
  const errors = toFields(part, issues)
  const named = errors
    .slice(0, 3)
    .map(({ field, detail }) => (field ? `${field}: ${detail}` : detail))
    .join('; ')
  return new HttpProblem(400, {
    code: 'INVALID_REQUEST',
    detail: `The ${part} does not fit the contract: ${named}`,
    errors,
  })
}
