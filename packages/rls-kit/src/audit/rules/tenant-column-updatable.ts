import { nameOf } from '../context.ts'
import { pinsTenant } from '../pins.ts'
import { alterPolicy, effectiveCheck } from '../predicate.ts'
import { ownTables, restricted } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'tenant-column-updatable',
  number: 34,
  severity: 'error',
  title: 'An UPDATE can move a row to another tenant',
  why: "The new row is held to WITH CHECK; where that does not name the tenant, a row can be pushed into another tenant's data.",
  *check(context) {
    for (const table of ownTables(context)) {
      const { relation } = table
      const name = table.column ?? table.via?.column
      const column = relation.columns.find((candidate) => candidate.name === name)
      const held =
        context.heldBy(relation.acl).has('UPDATE') ||
        (column !== undefined && context.heldBy(column.acl).has('UPDATE'))
      if (!relation.rls || !held || restricted(context, table, 'update', 'check')) continue
      for (const policy of context.policiesFor(relation.oid, 'update')) {
        const check = effectiveCheck(policy)
        if (!policy.permissive || (check !== null && pinsTenant(context, table, check))) continue
        yield {
          object: `${nameOf(relation)}.${policy.name}`,
          evidence: `the app role may update ${name}, and the new row has to satisfy only (${check ?? 'true'})`,
          fix: alterPolicy(context, table, policy, 'check'),
        }
      }
    }
  },
}
