import { predicate } from '../plan/expressions.ts'
import { qualified, quoteIdent, quoteLiteral } from '../sql.ts'
import type { Command } from '../types.ts'
import type { AuditContext } from './context.ts'
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
