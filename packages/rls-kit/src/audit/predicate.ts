import { predicate } from '../plan/expressions.ts'
import { qualified, quoteIdent, quoteLiteral } from '../sql.ts'
import type { Command } from '../types.ts'
import type { AuditContext } from './context.ts'
import {
  constantCalls,
  flatten,
  isAlwaysTrue,
  mentions,
  type Node,
  parseExpression,
  split,
  strip,
} from './expression.ts'
import type { PolicyRow } from './snapshot/types.ts'
import type { TenantTable } from './tenancy.ts'

/** The predicate that a policy of this table should have, as SQL. */
export function tenantPredicate(
  context: AuditContext,
  table: TenantTable,
  command: Command = 'select',
  part: 'using' | 'check' = 'using',
): string {
  if (context.definition !== undefined && table.declared !== undefined) {
    return predicate(context.definition, table.declared, command, part)
  }
  const { setting = 'app.tenant_id', type } = context.tenancy
  const current = `(select nullif(current_setting(${quoteLiteral(setting)}, true), '')::${type})`
  if (table.column !== undefined) return `${quoteIdent(table.column)} = ${current}`
  const via = table.via
  if (via === undefined) return 'false'
  const parent = context.tenantTable(via.parent.oid)
  const link = `parent.${quoteIdent(via.references)} = ${qualified(table.relation)}.${quoteIdent(via.column)}`
  const rest = parent?.column === undefined ? '' : ` and parent.${quoteIdent(parent.column)} = ${current}`
  return `exists (select from ${qualified(via.parent)} as parent where ${link}${rest})`
}

/**
 * Whether an expression can only be true for rows of the current tenant: every branch of an OR, or one term of an
 * AND, compares the tenant column (or, through a parent, the column that leads to it) with the current tenant.
 */
export function pinsTenant(
  context: AuditContext,
  table: TenantTable,
  expression: string | readonly Node[],
): boolean {
  const nodes = strip(typeof expression === 'string' ? parseExpression(expression) : expression)
  const branches = split(nodes, 'or')
  if (branches.length > 1) return branches.every((branch) => pinsTenant(context, table, branch))
  const terms = split(nodes, 'and')
  if (terms.length > 1) return terms.some((term) => pinsTenant(context, table, term))
  if (isAlwaysTrue(nodes)) return false
  const column = table.column ?? table.via?.column
  if (column === undefined || !mentions(nodes, column)) return false
  if (
    ![...flatten(nodes)].some((node) => node.kind === 'operator' && node.text === '=') &&
    !hasMembership(nodes)
  )
    return false
  if (nodes.some((node) => node.kind === 'word' && /^not$/i.test(node.text))) return false
  if (table.column === undefined && table.via !== undefined) {
    return mentions(nodes, table.via.parent.name) || namesTenant(context, nodes)
  }
  return namesTenant(context, nodes)
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
    const source = context.snapshot.functions.find((row) => `${row.schema}.${row.name}` === call.name)?.source
    if (source !== undefined && (setting === undefined || source.includes(setting))) return true
  }
  return setting === undefined && words.some((node) => /^(current_user|session_user)$/i.test(node.text))
}

/** What PostgreSQL checks new rows against: WITH CHECK, or USING where that is left out. */
export function effectiveCheck(policy: PolicyRow): string | null {
  return policy.command === 'insert' ? policy.check : (policy.check ?? policy.using)
}

/** ALTER POLICY that gives it the table's predicate. */
export function alterPolicy(
  context: AuditContext,
  table: TenantTable,
  policy: PolicyRow,
  parts: 'using' | 'check' | 'both',
): string {
  const command = policy.command === 'all' ? 'select' : policy.command
  const hasUsing = policy.command !== 'insert' && parts !== 'check'
  const hasCheck = policy.command !== 'select' && policy.command !== 'delete' && parts !== 'using'
  const lines = [`alter policy ${quoteIdent(policy.name)} on ${qualified(table.relation)}`]
  if (hasUsing) lines.push(`  using (${tenantPredicate(context, table, command, 'using')})`)
  if (hasCheck) lines.push(`  with check (${tenantPredicate(context, table, command, 'check')})`)
  return `${lines.join('\n')};`
}
