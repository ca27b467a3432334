import { qualified } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { protect } from '../fix.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'policy-without-rls',
  number: 3,
  severity: 'error',
  title: 'Policies exist on a table whose row-level security is off',
  why: 'They look like protection and are not: PostgreSQL applies policies only where row-level security is enabled.',
  *check(context) {
    for (const relation of context.snapshot.relations) {
      const policies = context.policies(relation.oid)
      if (relation.rls || policies.length === 0) continue
      yield {
        object: nameOf(relation),
        evidence: `${policies.map((policy) => policy.name).join(', ')} on ${qualified(relation)} have no effect`,
        fix: protect(relation),
      }
    }
  },
}
