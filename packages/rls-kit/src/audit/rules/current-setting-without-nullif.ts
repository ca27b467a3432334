import { nameOf } from '../context.ts'
import { settingCalls } from '../functions.ts'
import { alterPolicy } from '../predicate.ts'
import { boundPolicies } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'current-setting-without-nullif',
  number: 31,
  severity: 'warning',
  title: 'A policy does not treat an empty setting as none',
  why: "After a transaction that set it locally, the setting reads as '' and not as NULL: a cast fails, and a text comparison finds rows whose tenant is ''.",
  *check(context) {
    for (const { table, policy } of boundPolicies(context)) {
      const calls = settingCalls(context, [policy.using, policy.check])
      const bad = calls.find((call) => call.setting !== undefined && !call.nullif)
      if (bad === undefined) continue
      yield {
        object: `${nameOf(table.relation)}.${policy.name}`,
        evidence: `current_setting('${bad.setting}', ...) outside of nullif(..., '')${bad.via}`,
        fix: alterPolicy(context, table, policy, 'both'),
      }
    }
  },
}
