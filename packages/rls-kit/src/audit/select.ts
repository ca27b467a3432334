import type { Command } from '../types.ts'
import type { AuditContext } from './context.ts'
import { pinsTenant } from './pins.ts'
import type { PolicyRow, RelationRow } from './snapshot/types.ts'
import type { TenantTable } from './tenancy.ts'

const dml = ['SELECT', 'INSERT', 'UPDATE', 'DELETE']

/** Whether the app role holds any privilege that touches rows. */
export function reachable(context: AuditContext, relation: RelationRow): boolean {
  const held = context.held(relation)
  return dml.some((privilege) => held.has(privilege))
}

/** Whether a relation is a partition or child of a tenant table. */
export function tenantParent(context: AuditContext, oid: number): RelationRow | undefined {
  const link = context.snapshot.inheritance.find(
    (row) =>
      row.child === oid &&
      (context.tenantTable(row.parent) !== undefined || tenantParent(context, row.parent) !== undefined),
  )
  return link === undefined ? undefined : context.relation(link.parent)
}

/** Tenant tables that are queried by their own name: declared, or within the app role's reach; no children. */
export function* ownTables(context: AuditContext): Generator<TenantTable> {
  for (const table of context.tenancy.tables) {
    if (table.relation.kind === 'f' || tenantParent(context, table.relation.oid) !== undefined) continue
    if (table.by === 'definition' || reachable(context, table.relation)) yield table
  }
}

/** Whether a policy holds for the app role. */
export function binds(context: AuditContext, policy: PolicyRow): boolean {
  return policy.roles.some((role) => role === 0 || context.holders.has(role))
}

/** Tenant tables with the policies that bind the app role, whatever their command. */
export function* boundPolicies(context: AuditContext): Generator<{ table: TenantTable; policy: PolicyRow }> {
  for (const table of context.tenancy.tables) {
    for (const policy of context.policies(table.relation.oid)) {
      if (binds(context, policy)) yield { table, policy }
    }
  }
}

/** A restrictive policy that pins the tenant holds whatever the permissive ones say. */
export function restricted(
  context: AuditContext,
  table: TenantTable,
  command: Command,
  part: 'using' | 'check',
): boolean {
  return context.policiesFor(table.relation.oid, command).some((policy) => {
    if (policy.permissive) return false
    const expression = part === 'using' ? policy.using : (policy.check ?? policy.using)
    return expression !== null && pinsTenant(context, table, expression)
  })
}

/** The commands that a policy stands for. */
export function commandsOf(policy: PolicyRow): readonly Command[] {
  return policy.command === 'all' ? ['select', 'insert', 'update', 'delete'] : [policy.command]
}
