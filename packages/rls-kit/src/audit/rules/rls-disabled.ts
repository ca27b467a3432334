import { nameOf } from '../context.ts'
import { createPolicies, protect, revoke } from '../fix.ts'
import { ownTables, reachable, tenantParent } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'rls-disabled',
  number: 1,
  severity: 'error',
  title: "Row-level security is off on a table with tenants' rows",
  why: "Without it no policy has any effect: whoever may read the table reads every tenant's rows.",
  *check(context) {
    for (const table of ownTables(context)) {
      const { relation } = table
      if (relation.rls) continue
      const policies = context.policies(relation.oid).length
      yield {
        object: nameOf(relation),
        evidence: `row-level security is off${policies > 0 ? ` though ${policies} policies exist` : ' and there is no policy'}`,
        fix: policies > 0 ? protect(relation) : `${protect(relation)}\n${createPolicies(context, table)}`,
      }
    }
    if (context.definition === undefined) return
    for (const relation of context.snapshot.relations) {
      if (!'rp'.includes(relation.kind) || relation.rls || !reachable(context, relation)) continue
      if (context.tenantTable(relation.oid) !== undefined || context.tenancy.shared.has(relation.oid))
        continue
      if (tenantParent(context, relation.oid) !== undefined) continue
      const held = context.held(relation)
      yield {
        object: nameOf(relation),
        evidence:
          'the app role reaches it, and the definition names it neither as a tenant table nor as shared',
        severity: 'warning',
        fix: `-- Declare it in rls.config.ts, or take it out of reach:\n${revoke(context, ['all privileges'], relation, [...held.values()].flat())}`,
      }
    }
  },
}
