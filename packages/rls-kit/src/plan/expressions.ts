import { displayName, type QualifiedName, qualified, quoteIdent, quoteLiteral } from '../sql.ts'
import type { AlsoDefinition, Command, RlsDefinition, TableDefinition } from '../types.ts'

/**
 * The current tenant, as SQL. The subselect makes PostgreSQL evaluate it once a query and not once a row;
 * nullif, because a setting that was local to an earlier transaction reads as '' and not as NULL.
 */
export function tenantExpression(rls: RlsDefinition): string {
  return settingExpression(rls.tenant.setting, rls.tenant.type)
}

/** The current user, as SQL. */
export function userExpression(rls: RlsDefinition): string {
  return settingExpression(rls.tenant.userSetting, rls.tenant.userType)
}

function settingExpression(setting: string, type: string): string {
  return `(select nullif(current_setting(${quoteLiteral(setting)}, true), '')::${type})`
}

/** The whole predicate of one command on one table; `check` is for the row that is written. */
export function predicate(
  rls: RlsDefinition,
  table: TableDefinition,
  command: Command,
  part: 'using' | 'check',
): string {
  const terms = [tenantTerm(rls, table)]
  for (const rule of table.also) {
    if (rule.commands.includes(command)) terms.push(ruleTerm(rls, table, rule, part))
  }
  return terms.filter((term) => term !== undefined).join(' and ') || 'true'
}

function tenantTerm(rls: RlsDefinition, table: TableDefinition): string | undefined {
  if (table.kind === 'shared') return undefined
  if (table.tenant !== undefined) return `${quoteIdent(table.tenant)} = ${tenantExpression(rls)}`
  return throughParent(rls, table, qualified(table), 1)
}

/** Follows `via` up to the table that has the tenant column. A correlated EXISTS leaves the planner both ways. */
function throughParent(rls: RlsDefinition, table: TableDefinition, reference: string, depth: number): string {
  const via = table.via!
  const parent = rls.tables.find((other) => displayName(other) === displayName(via.table))!
  const alias = quoteIdent(`rls_kit_parent_${depth}`)
  const rest =
    parent.tenant !== undefined
      ? `${alias}.${quoteIdent(parent.tenant)} = ${tenantExpression(rls)}`
      : throughParent(rls, parent, alias, depth + 1)
  return existsIn(
    via.table,
    alias,
    `${alias}.${quoteIdent(via.references)} = ${reference}.${quoteIdent(via.column)} and ${rest}`,
  )
}

function ruleTerm(
  rls: RlsDefinition,
  table: TableDefinition,
  rule: AlsoDefinition,
  part: 'using' | 'check',
): string {
  if (rule.kind === 'owner') return `${quoteIdent(rule.column)} = ${userExpression(rls)}`
  if (rule.kind === 'sql') return `(${part === 'using' ? rule.using : rule.check})`
  const alias = quoteIdent('rls_kit_member')
  return existsIn(
    rule.table,
    alias,
    `${alias}.${quoteIdent(rule.key)} = ${qualified(table)}.${quoteIdent(rule.column)} and ${alias}.${quoteIdent(rule.user)} = ${userExpression(rls)}`,
  )
}

function existsIn(table: QualifiedName, alias: string, where: string): string {
  return `exists (select from ${qualified(table)} as ${alias} where ${where})`
}
