import { qualified, quoteIdent } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { appIdent } from '../fix.ts'
import { boundPolicies } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'policy-for-public',
  number: 15,
  severity: 'warning',
  title: 'A policy holds for PUBLIC',
  why: 'It then binds every role of the cluster, also those of other programs, and is OR-ed with what is meant for them.',
  *check(context) {
    for (const { table, policy } of boundPolicies(context)) {
      if (!policy.roles.includes(0)) continue
      yield {
        object: `${nameOf(table.relation)}.${policy.name}`,
        evidence: 'its role is PUBLIC',
        fix: `alter policy ${quoteIdent(policy.name)} on ${qualified(table.relation)} to ${appIdent(context)};`,
      }
    }
  },
}
