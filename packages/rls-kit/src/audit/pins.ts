import type { AuditContext } from './context.ts'
import {
  constantCalls,
  flatten,
  isAlwaysFalse,
  isAlwaysTrue,
  isWord,
  mentions,
  type Node,
  parseExpression,
  split,
  strip,
} from './expression.ts'
import type { TenantTable } from './tenancy.ts'

/**
 * Whether an expression can only be true for rows of the current tenant: every branch of an OR, or one term of an
 * AND, compares the tenant column (or, through a parent, the column that leads to it) with the current tenant.
 */
export function pinsTenant(
  context: AuditContext,
  table: TenantTable,
  expression: string | readonly Node[],
): boolean {
  if (typeof expression === 'string') {
    const known = judged.get(context) ?? new Map<string, boolean>()
    judged.set(context, known)
    const key = `${table.relation.oid} ${expression}`
    const answer = known.get(key) ?? pinsTenant(context, table, parseExpression(expression))
    known.set(key, answer)
    return answer
  }
  const nodes = strip(expression)
  const pins = (part: readonly Node[]): boolean => isAlwaysFalse(part) || pinsTenant(context, table, part)
  if (isWord(nodes[0], 'case')) return armsOf(nodes).every(pins)
  const branches = split(nodes, 'or')
  if (branches.length > 1) return branches.every(pins)
  const terms = split(nodes, 'and')
  if (terms.length > 1) return terms.some((term) => pinsTenant(context, table, term))
  const same = notDistinct(nodes)
  if (same !== undefined && table.relation.columns.some((each) => each.name === table.column && each.notNull))
    return termPins(context, table, same)
  if (isAlwaysTrue(nodes) || isWord(nodes[0], 'not')) return false
  if (isWord(nodes[0], 'coalesce') && nodes[1]?.kind === 'group') {
    return split(nodes[1].nodes, ',').every(pins)
  }
  // (...) IS TRUE holds what stands before it; IS NOT FALSE and IS NOT TRUE let the unknown through
  const is = nodes.findIndex((node) => isWord(node, 'is'))
  if (is > 0 && !isWord(nodes[is + 1], 'distinct') && !isWord(nodes[is + 2], 'distinct')) {
    return isWord(nodes[is + 1], 'true') && pinsTenant(context, table, nodes.slice(0, is))
  }
  return termPins(context, table, nodes)
}

/** IS NOT DISTINCT FROM, which PostgreSQL keeps as NOT (... IS DISTINCT FROM ...), as the = that it is where nothing is NULL. */
function notDistinct(nodes: readonly Node[]): Node[] | undefined {
  if (!isWord(nodes[0], 'not')) return undefined
  const inner = strip(nodes.slice(1))
  const is = inner.findIndex(
    (node, at) => isWord(node, 'is') && isWord(inner[at + 1], 'distinct') && isWord(inner[at + 2], 'from'),
  )
  if (is < 1) return undefined
  return [...inner.slice(0, is), { kind: 'operator', text: '=' }, ...inner.slice(is + 3)]
}

/** Six rules ask the same of each policy. */
const judged = new WeakMap<AuditContext, Map<string, boolean>>()

/** What a CASE can come to. */
function armsOf(nodes: readonly Node[]): Node[][] {
  const arms: Node[][] = []
  let inArm = false
  for (const node of nodes) {
    if (isWord(node, 'then') || isWord(node, 'else')) {
      inArm = true
      arms.push([])
    } else if (isWord(node, 'when') || isWord(node, 'end')) inArm = false
    else if (inArm) (arms[arms.length - 1] as Node[]).push(node)
  }
  return arms
}

/** One comparison, EXISTS, IN, or call. */
function termPins(context: AuditContext, table: TenantTable, nodes: readonly Node[]): boolean {
  const column = table.column ?? table.via?.column
  if (column === undefined || !mentions(nodes, column)) return false
  if (table.column !== undefined && callsWithSetting(context, nodes, column)) return true
  const equals = nodes.findIndex((node) => node.kind === 'operator' && node.text === '=')
  if (equals > 0) {
    // a row compared with itself, as in tenant = coalesce(setting, tenant), is held to nothing
    const both = mentions(nodes.slice(0, equals), column) && mentions(nodes.slice(equals + 1), column)
    if (both && table.column !== undefined) return false
  } else if (![...flatten(nodes)].some((node) => node.text === '=') && !hasMembership(nodes)) return false
  if (table.column === undefined && table.via !== undefined) {
    const exists = nodes.find((node) => node.kind === 'group')
    if (isWord(nodes[0], 'exists') && exists?.kind === 'group') {
      return existsPins(exists.nodes, column, table.via.references) || namesTenant(context, nodes)
    }
    return mentions(nodes, table.via.parent.name) || namesTenant(context, nodes)
  }
  return namesTenant(context, nodes)
}

/** EXISTS over the parent, whose own policies hold in it: one term has to lead from this row to the parent's. */
function existsPins(nodes: readonly Node[], column: string, references: string): boolean {
  const where = nodes.findIndex((node) => isWord(node, 'where'))
  if (where < 0) return false
  const links = (part: readonly Node[]): boolean => {
    const here = strip(part)
    const branches = split(here, 'or')
    if (branches.length > 1) return branches.every(links)
    const terms = split(here, 'and')
    if (terms.length > 1) return terms.some(links)
    const equals = here.findIndex((node) => node.kind === 'operator' && node.text === '=')
    if (equals < 0) return false
    const [left, right] = [here.slice(0, equals), here.slice(equals + 1)]
    return (
      (mentions(left, column) && mentions(right, references)) ||
      (mentions(right, column) && mentions(left, references))
    )
  }
  return links(nodes.slice(where + 1))
}

/** The whole term is a call of a function of the user's that is handed the column, and whose body asks for the tenant. */
function callsWithSetting(context: AuditContext, nodes: readonly Node[], column: string): boolean {
  const { setting } = context.tenancy
  const args = nodes[nodes.length - 1]
  if (args?.kind !== 'group' || !mentions(args.nodes, column) || nodes.length > 4) return false
  const name = nodes[nodes.length - 2]
  const schema = nodes[nodes.length - 4]
  if (name === undefined || name.kind === 'group') return false
  return context.snapshot.functions.some(
    (fn) =>
      fn.name === name.text &&
      (schema === undefined || (schema.kind !== 'group' && fn.schema === schema.text)) &&
      setting !== undefined &&
      fn.source.includes(setting),
  )
}

const hasMembership = (nodes: readonly Node[]): boolean => mentions(nodes, 'ANY') || mentions(nodes, 'IN')

/** The expression asks for the current tenant: by its setting, or by a function that reads it. */
export function namesTenant(context: AuditContext, nodes: readonly Node[]): boolean {
  const { setting } = context.tenancy
  const words = [...flatten(nodes)]
  if (setting !== undefined && words.some((node) => node.kind === 'string' && node.text === setting))
    return true
  for (const call of constantCalls(nodes)) {
    if (call.setting !== undefined) {
      if (setting === undefined) return true
      continue
    }
    const source = context.functionNamed(call.name)?.source
    if (source !== undefined && (setting === undefined || source.includes(setting))) return true
  }
  return setting === undefined && words.some((node) => /^(current_user|session_user)$/i.test(node.text))
}
