import { nameOf } from '../context.ts'
import { pinsTenant } from '../pins.ts'
import { alterPolicy } from '../predicate.ts'
import { boundPolicies, restricted } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'insert-check-not-tenant',
  number: 13,
  severity: 'error',
  title: 'The check of an INSERT policy is not about the tenant',
  why: "A tenant can then plant rows in another tenant, where they are taken for that tenant's own.",
  *check(context) {
    for (const { table, policy } of boundPolicies(context)) {
      if (!policy.permissive || policy.command !== 'insert') continue
      if (policy.check !== null && pinsTenant(context, table, policy.check)) continue
      if (restricted(context, table, 'insert', 'check')) continue
      yield {
        object: `${nameOf(table.relation)}.${policy.name}`,
        evidence: policy.check === null ? 'it has no WITH CHECK' : `WITH CHECK (${policy.check})`,
        fix: alterPolicy(context, table, policy, 'check'),
      }
    }
  },
}
