import { nameOf } from '../context.ts'
import { settingCalls } from '../functions.ts'
import { alterPolicy } from '../predicate.ts'
import { boundPolicies } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'current-setting-not-missing-ok',
  number: 30,
  severity: 'warning',
  title: 'A policy reads a setting that may not exist',
  why: 'Without the second argument, current_setting raises an error when no tenant was set: the request fails with a puzzling message instead of seeing nothing.',
  *check(context) {
    for (const { table, policy } of boundPolicies(context)) {
      const calls = settingCalls(context, [policy.using, policy.check])
      const bad = calls.find((call) => call.setting !== undefined && !call.missingOk)
      if (bad === undefined) continue
      yield {
        object: `${nameOf(table.relation)}.${policy.name}`,
        evidence: `current_setting('${bad.setting}') without missing_ok${bad.via}`,
        fix: alterPolicy(context, table, policy, 'both'),
      }
    }
  },
}
