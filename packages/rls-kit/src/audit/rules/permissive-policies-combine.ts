import { qualified, quoteIdent } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { pinsTenant } from '../pins.ts'
import { ownTables, restricted } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'permissive-policies-combine',
  number: 10,
  severity: 'warning',
  title: 'Several permissive policies of one command are OR-ed',
  why: 'A row passes if any one of them lets it pass. A rule meant to narrow has to be restrictive, or one AND-ed expression.',
  *check(context) {
    for (const table of ownTables(context)) {
      const { relation } = table
      for (const command of ['select', 'insert', 'update', 'delete'] as const) {
        const permissive = context.policiesFor(relation.oid, command).filter((policy) => policy.permissive)
        if (permissive.length < 2) continue
        const part = command === 'insert' ? 'check' : 'using'
        const loose = permissive.filter((policy) => {
          const expression = part === 'check' ? (policy.check ?? policy.using) : policy.using
          return expression === null || !pinsTenant(context, table, expression)
        })
        const open = loose.length > 0 && !restricted(context, table, command, part)
        yield {
          object: nameOf(relation),
          severity: open ? 'error' : 'warning',
          evidence: `${permissive.map((policy) => policy.name).join(' OR ')} for ${command}`,
          fix: (open ? loose : permissive.slice(1))
            .map(
              (policy) =>
                `${open ? '' : '-- Merge it into the other one first:\n-- '}drop policy if exists ${quoteIdent(policy.name)} on ${qualified(relation)};`,
            )
            .join('\n'),
        }
      }
    }
  },
}
