import { nameOf } from '../context.ts'
import { createPolicies } from '../fix.ts'
import { binds, ownTables, reachable } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'only-restrictive-policies',
  number: 11,
  severity: 'warning',
  title: 'There are only restrictive policies',
  why: 'Restrictive policies narrow what permissive ones allow. Without a permissive one, no row is visible at all.',
  *check(context) {
    for (const table of ownTables(context)) {
      const policies = context.policies(table.relation.oid).filter((policy) => binds(context, policy))
      if (
        policies.length === 0 ||
        policies.some((policy) => policy.permissive) ||
        !reachable(context, table.relation)
      )
        continue
      yield {
        object: nameOf(table.relation),
        evidence: `${policies.map((policy) => policy.name).join(', ')} are all restrictive`,
        fix: createPolicies(context, table),
      }
    }
  },
}
