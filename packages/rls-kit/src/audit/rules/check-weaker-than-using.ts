import { nameOf } from '../context.ts'
import { pinsTenant } from '../pins.ts'
import { alterPolicy } from '../predicate.ts'
import { boundPolicies, commandsOf, restricted } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'check-weaker-than-using',
  number: 12,
  severity: 'error',
  title: 'WITH CHECK lets through what USING would hide',
  why: 'New rows are held to WITH CHECK alone: a tenant can write rows into another tenant and will not even see them.',
  *check(context) {
    for (const { table, policy } of boundPolicies(context)) {
      if (!policy.permissive || policy.using === null || policy.check === null) continue
      if (!pinsTenant(context, table, policy.using) || pinsTenant(context, table, policy.check)) continue
      const writes = commandsOf(policy).filter((command) => command === 'insert' || command === 'update')
      if (writes.every((command) => restricted(context, table, command, 'check'))) continue
      yield {
        object: `${nameOf(table.relation)}.${policy.name}`,
        evidence: `USING (${policy.using}) names the tenant, WITH CHECK (${policy.check}) does not`,
        fix: alterPolicy(context, table, policy, 'check'),
      }
    }
  },
}
