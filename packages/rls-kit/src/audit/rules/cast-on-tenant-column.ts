import { nameOf } from '../context.ts'
import { convertsColumn, parseExpression } from '../expression.ts'
import { alterPolicy } from '../predicate.ts'
import { boundPolicies } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'cast-on-tenant-column',
  number: 36,
  severity: 'info',
  title: 'A policy casts or wraps the tenant column',
  why: 'An index on the column cannot be used then, and every query reads the whole table. Cast the setting instead.',
  *check(context) {
    for (const { table, policy } of boundPolicies(context)) {
      const name = table.column
      const type = table.relation.columns.find((column) => column.name === name)?.type ?? ''
      if (name === undefined) continue
      const found = [policy.using, policy.check]
        .map((text) => (text === null ? undefined : convertsColumn(parseExpression(text), name)))
        .find((how) => how !== undefined)
      // varchar to text costs nothing: both are stored alike, and the index serves both
      if (found === undefined || (found === 'cast to text' && type.startsWith('character varying'))) continue
      yield {
        object: `${nameOf(table.relation)}.${policy.name}`,
        evidence: `${found} of ${name}`,
        fix: alterPolicy(context, table, policy, 'both'),
      }
    }
  },
}
