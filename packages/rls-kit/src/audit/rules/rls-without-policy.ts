import { nameOf } from '../context.ts'
import { createPolicies } from '../fix.ts'
import { binds, ownTables, reachable } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'rls-without-policy',
  number: 2,
  severity: 'warning',
  title: 'Row-level security is on and no policy lets the app role in',
  why: 'PostgreSQL then denies every row. Someone will sooner or later "repair" that by switching row-level security off.',
  *check(context) {
    for (const table of ownTables(context)) {
      const { relation } = table
      const policies = context.policies(relation.oid)
      if (!relation.rls || policies.some((policy) => binds(context, policy)) || !reachable(context, relation))
        continue
      yield {
        object: nameOf(relation),
        evidence: `row-level security is on, the app role holds privileges, and ${policies.length === 0 ? 'there is no policy' : `${policies.map((policy) => policy.name).join(', ')} are for other roles`}`,
        fix: createPolicies(context, table),
      }
    }
  },
}
