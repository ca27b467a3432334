import { nameOf } from '../context.ts'
import { isAlwaysTrue } from '../expression.ts'
import { pinsTenant } from '../pins.ts'
import { alterPolicy } from '../predicate.ts'
import { boundPolicies, commandsOf, restricted } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'policy-omits-tenant',
  number: 16,
  severity: 'error',
  title: 'A policy does not compare the tenant',
  why: 'Rows of every tenant that satisfy it are visible to all of them.',
  *check(context) {
    for (const { table, policy } of boundPolicies(context)) {
      if (!policy.permissive || policy.using === null || isAlwaysTrue(policy.using)) continue
      if (pinsTenant(context, table, policy.using)) continue
      const commands = commandsOf(policy).filter((command) => command !== 'insert')
      if (commands.every((command) => restricted(context, table, command, 'using'))) continue
      yield {
        object: `${nameOf(table.relation)}.${policy.name}`,
        evidence: `USING (${policy.using}) does not hold ${table.column ?? table.via?.column ?? 'the row'} to the current tenant`,
        fix: alterPolicy(context, table, policy, 'both'),
      }
    }
  },
}
