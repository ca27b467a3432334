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
      const column = table.relation.columns.find((each) => each.name === name)
      if (name === undefined || column === undefined) continue
      // a domain to what it is made of, and varchar to text, cost nothing: they are stored alike, and the index serves both
      const type = context.snapshot.types.find(({ oid }) => oid === column.typeOid)?.baseType ?? column.type
      const found = [policy.using, policy.check]
        .map((text) => (text === null ? undefined : convertsColumn(parseExpression(text), name)))
        .find((how) => how !== undefined)
      if (found === undefined || found === `cast to ${type}`) continue
      if (found === 'cast to text' && type.startsWith('character varying')) continue
      yield {
        object: `${nameOf(table.relation)}.${policy.name}`,
        evidence: `${found} of ${name}`,
        fix: alterPolicy(context, table, policy, 'both'),
      }
    }
  },
}
