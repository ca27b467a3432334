import { displayName, quoteIdent } from '../sql.ts'
import type { AuditContext } from './context.ts'
import { type Call, callsIn, constantCalls, mentions, parseExpression } from './expression.ts'
import type { FunctionRow, RelationRow } from './snapshot/types.ts'

/** `schema.name(types)` for a person. */
export function describeFunction(fn: FunctionRow): string {
  return `${displayName(fn)}(${fn.args.join(', ')})`
}

/** The same, quoted for SQL. Types come from format_type, which quotes what needs it. */
export function functionName(fn: FunctionRow): string {
  return `${quoteIdent(fn.schema)}.${quoteIdent(fn.name)}(${fn.args.join(', ')})`
}

/** Whether it can be called by a query: not a trigger's function, no aggregate. */
export function callable(fn: FunctionRow): boolean {
  return (fn.kind === 'f' || fn.kind === 'p') && fn.returns !== 'trigger' && fn.returns !== 'event_trigger'
}

/** Whether its body names a tenant table, or could: dynamic SQL and other languages cannot be read. */
export function touchesTenantRows(context: AuditContext, fn: FunctionRow): boolean {
  if (fn.language !== 'sql' && fn.language !== 'plpgsql') return true
  if (/\bexecute\b/i.test(fn.source)) return true
  const body = parseExpression(fn.source)
  return context.tenancy.tables.some((table) => mentions(body, table.relation.name))
}

/** Why the names in a function's body depend on its caller, or undefined where they do not. */
export function looseSearchPath(context: AuditContext, fn: FunctionRow): string | undefined {
  if (fn.language === 'c' || fn.language === 'internal' || /^\s*(begin\s+atomic|return\b)/i.test(fn.source))
    return undefined
  const setting = fn.settings.find((entry) => entry.startsWith('search_path='))
  if (setting === undefined) return 'it has no search_path of its own'
  if (!fn.securityDefiner) return undefined
  const schemas = setting
    .slice('search_path='.length)
    .split(',')
    .map((part) => part.trim().replace(/^"(.*)"$/, '$1'))
    .filter((part) => part !== '')
  const others = schemas.filter((schema) => schema !== 'pg_catalog' && schema !== 'pg_temp')
  if (others.length === 0) return undefined
  if (schemas[schemas.length - 1] !== 'pg_temp') {
    return `its search_path (${others.map(quoteIdent).join(', ')}) does not end with pg_temp`
  }
  const open = others.find((name) => {
    const schema = context.snapshot.schemas.find((row) => row.name === name)
    return schema !== undefined && context.heldBy(schema.acl).has('CREATE')
  })
  return open === undefined
    ? undefined
    : `the app role may create objects in ${quoteIdent(open)}, which is in its search_path`
}

/**
 * How an expression reads settings: by itself, or through functions of the user's that it calls. A plpgsql body may
 * treat an empty setting in ways that cannot be read, so only an SQL body's missing NULLIF counts.
 */
export function settingCalls(
  context: AuditContext,
  texts: readonly (string | null)[],
): (Call & { via: string })[] {
  const direct = texts.flatMap((text) => (text === null ? [] : constantCalls(parseExpression(text))))
  return direct.flatMap((call) => {
    if (call.setting !== undefined) return [{ ...call, via: '' }]
    const fn = context.functionNamed(call.name)
    if (fn === undefined || (fn.language !== 'sql' && fn.language !== 'plpgsql')) return []
    return constantCalls(parseExpression(fn.source))
      .filter((inner) => inner.setting !== undefined)
      .map((inner) => ({
        ...inner,
        nullif: inner.nullif || fn.language !== 'sql',
        via: ` inside of ${call.name}()`,
      }))
  })
}

/** The functions that policies call, by name. */
export function usedByPolicies(context: AuditContext): ReadonlySet<string> {
  const texts = new Set(context.snapshot.policies.flatMap((policy) => [policy.using, policy.check]))
  return new Set(
    [...texts].flatMap((text) =>
      text === null ? [] : constantCalls(parseExpression(text)).map((call) => call.name),
    ),
  )
}

/**
 * The tables that a body inserts into or updates, itself or through functions that it calls; whether it hands rows to
 * NOTIFY; and whether it writes by dynamic SQL, whose target cannot be read.
 */
export function copyTargets(
  context: AuditContext,
  source: string,
  seen: ReadonlySet<number> = new Set(),
): { relations: RelationRow[]; notifies: boolean; dynamic: boolean } {
  const relations: RelationRow[] = []
  const target =
    /\b(?:insert\s+into|update|merge\s+into)\s+(?:only\s+)?((?:"[^"]+"|[\w$]+)(?:\s*\.\s*(?:"[^"]+"|[\w$]+))?)/gi
  for (const match of source.matchAll(target)) {
    const parts = (match[1] as string).split('.').map((part) => part.trim().replace(/^"(.*)"$/, '$1'))
    const name = parts.pop()
    const schema = parts.pop()
    const relation = context.snapshot.relations.find(
      (row) =>
        row.name === name && (schema === undefined || row.schema === schema) && 'rpf'.includes(row.kind),
    )
    if (relation !== undefined && !relations.includes(relation)) relations.push(relation)
  }
  let notifies =
    /\bpg_notify\s*\(/i.test(source) &&
    (/\b(row_to_json|to_jsonb?|hstore)\s*\(\s*(new|old)\b/i.test(source) || notices(source))
  let dynamic = /\bexecute\b[^;]*\b(insert|update|merge|copy)\b/i.test(source)
  const called = new Set(callsIn(parseExpression(source)))
  for (const fn of context.snapshot.functions) {
    if (!called.has(fn.name) || seen.has(fn.oid) || !callable(fn)) continue
    const deeper = copyTargets(context, fn.source, new Set([...seen, fn.oid]))
    relations.push(...deeper.relations.filter((relation) => !relations.includes(relation)))
    notifies ||= deeper.notifies
    dynamic ||= deeper.dynamic
  }
  return { relations, notifies, dynamic }
}

/** Whether a call of pg_notify hands over the row, or a column of it that is no key: a key alone lets nobody read. */
function notices(source: string): boolean {
  return [...source.matchAll(/\bpg_notify\s*\(([^;]*)\)/gi)].some(([, args = '']) => {
    const payload = args.slice(args.indexOf(',') + 1)
    return [...payload.matchAll(/\b(?:new|old)\b(?:\s*\.\s*("[^"]+"|[\w$]+))?/gi)].some(
      ([, column]) => column === undefined || !/^"?(?:\w*id|\w*uuid|\w*key)"?$/i.test(column),
    )
  })
}
