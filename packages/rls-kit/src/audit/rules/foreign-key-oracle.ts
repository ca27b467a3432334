import { createHash } from 'node:crypto'
import { qualified, quoteIdent } from '../../sql.ts'
import { type AuditContext, nameOf } from '../context.ts'
import { mentions, parseExpression } from '../expression.ts'
import { appIdent } from '../fix.ts'
import { columnNames, linksTenant, writes } from '../keys.ts'
import { tenantParent } from '../select.ts'
import type { ConstraintRow, RelationRow } from '../snapshot/types.ts'
import type { TenantTable } from '../tenancy.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'foreign-key-oracle',
  number: 25,
  severity: 'warning',
  title: 'A foreign key between tenant tables leaves the tenant out',
  why: "Foreign keys are checked past the policies: a tenant can point at another tenant's row, which tells that it exists and lets ON DELETE reach across.",
  *check(context) {
    for (const key of context.snapshot.constraints) {
      if (key.type !== 'f') continue
      const relation = context.relation(key.table)
      const target = context.tenantTable(key.references)
      if (relation === undefined || target === undefined || tenantParent(context, key.table) !== undefined)
        continue
      // a table that all tenants write points at rows of each of them
      const table = context.tenantTable(key.table) ?? everyones(relation)
      if (linksTenant(context, key, table, target) || !writes(context, table.relation)) continue
      const both =
        table.column === undefined || target.column === undefined
          ? visibleParent(context, key, table, target)
          : withTenant(context, key, table.relation, table.column, target.relation, target.column)
      yield {
        object: `${nameOf(table.relation)}.${key.name}`,
        evidence: `${key.definition} can be satisfied by a row of another tenant`,
        fix: both,
      }
    }
  },
}

/** The key over again, with the tenant on both sides. */
function withTenant(
  context: AuditContext,
  key: ConstraintRow,
  from: RelationRow,
  tenant: string,
  to: RelationRow,
  theirTenant: string,
): string {
  const theirs = columnNames(to, key.referencedColumns)
  const own = columnNames(from, key.columns).filter((_, index) => theirs[index] !== theirTenant)
  const list = (columns: readonly string[]): string => columns.map(quoteIdent).join(', ')
  const referenced = list([theirTenant, ...theirs.filter((name) => name !== theirTenant)])
  const name = quoteIdent(key.name)
  const written = /( ON (DELETE|UPDATE) .*)$/.exec(key.definition)?.[1]?.toLowerCase() ?? ''
  // a parent that goes away must not take the tenant of its children along; PostgreSQL 14 cannot say so
  const only = context.snapshot.version >= 150_000 ? `$& (${list(own)})` : 'on delete no action'
  const actions = written.replace(/on delete set (null|default)(?! \()/, only)
  const unique = theirs.includes(theirTenant)
    ? []
    : [`alter table ${qualified(to)} add unique (${referenced});`]
  return [
    ...unique,
    `alter table ${qualified(from)} drop constraint ${name}, add constraint ${name}`,
    `  foreign key (${list([tenant, ...own])}) references ${qualified(to)} (${referenced})${actions};`,
  ].join('\n')
}

/**
 * Where one side has no tenant column, a restrictive policy stands in for the key: it lets a row point only at a row
 * that its writer can see, and is asked before the key is.
 */
function visibleParent(
  context: AuditContext,
  key: ConstraintRow,
  table: TenantTable,
  target: TenantTable,
): string {
  const name = qualified(table.relation)
  const advice = `-- ${nameOf(table.relation)} or ${nameOf(target.relation)} has no tenant column to put into the key.`
  const sees = context.held(target.relation).has('SELECT')
  const everybodys = context.tenantTable(table.relation.oid) === undefined
  if (!sees || everybodys || policiesReach(context, target.relation, table.relation)) return advice
  const own = columnNames(table.relation, key.columns)
  const theirs = columnNames(target.relation, key.referencedColumns)
  const column = (of: string, which: string): string => `${of}.${quoteIdent(which)}`
  const same = own.map(
    (which, index) => `${column('rls_kit_target', theirs[index] ?? '')} = ${column(name, which)}`,
  )
  const nullable = (which: string): boolean =>
    table.relation.columns.some((each) => each.name === which && !each.notNull)
  const unset = own
    .filter(nullable)
    .map((which) => `${column(name, which)} is null or `)
    .join('')
  const check = `${unset}exists (select from ${qualified(target.relation)} as rls_kit_target where ${same.join(' and ')})`
  return (['insert', 'update'] as const)
    .map((command) => {
      const policy = quoteIdent(policyName(command, key.name))
      return `create policy ${policy} on ${name} as restrictive for ${command} to ${appIdent(context)}\n  with check (${check});`
    })
    .join('\n')
}

/** Whether policies of `from` look at `to`, by whatever steps: PostgreSQL refuses policies that ask each other in a circle. */
function policiesReach(context: AuditContext, from: RelationRow, to: RelationRow): boolean {
  const seen = new Set([from])
  for (const relation of seen) {
    if (relation.oid === to.oid) return true
    const texts = context.policies(relation.oid).flatMap(({ using, check }) => [using ?? '', check ?? ''])
    const nodes = texts.map(parseExpression)
    for (const { relation: other } of context.tenancy.tables) {
      if (nodes.some((each) => mentions(each, other.name) && mentions(each, 'EXISTS'))) seen.add(other)
    }
  }
  return false
}

/** PostgreSQL cuts names at 63 bytes, which could make two of them alike. */
function policyName(command: string, key: string): string {
  const name = `${command}_${key}`
  if (Buffer.byteLength(name) <= 63) return name
  return `${command}_${createHash('sha256').update(key).digest('hex').slice(0, 16)}`
}

const everyones = (relation: RelationRow): TenantTable => ({
  relation,
  column: undefined,
  via: undefined,
  by: 'definition',
  declared: undefined,
})
