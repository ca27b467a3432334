import { nameOf } from '../context.ts'
import { createPolicies } from '../fix.ts'
import { ownTables, reachable } from '../select.ts'
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
      if (!relation.rls || context.policies(relation.oid).length > 0 || !reachable(context, relation))
        continue
      yield {
        object: nameOf(relation),
        evidence: 'row-level security is on, the app role holds privileges, and there is no policy',
        fix: createPolicies(context, table),
      }
    }
  },
}
