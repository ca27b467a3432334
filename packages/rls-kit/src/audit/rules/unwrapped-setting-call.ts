import { nameOf } from '../context.ts'
import { constantCalls, parseExpression } from '../expression.ts'
import { alterPolicy } from '../predicate.ts'
import { boundPolicies } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'unwrapped-setting-call',
  number: 35,
  severity: 'info',
  title: 'A policy calls a function for each row',
  why: 'A call that does not depend on the row, put into a subselect, is evaluated once a query instead of once a row: five times faster on 200,000 rows.',
  *check(context) {
    for (const { table, policy } of boundPolicies(context)) {
      const calls = [policy.using, policy.check].flatMap((text) =>
        text === null ? [] : constantCalls(parseExpression(text)),
      )
      const bad = calls.find((call) => !call.wrapped)
      if (bad === undefined) continue
      yield {
        object: `${nameOf(table.relation)}.${policy.name}`,
        evidence: `${bad.name}(...) stands outside of a subselect`,
        fix: alterPolicy(context, table, policy, 'both'),
      }
    }
  },
}
