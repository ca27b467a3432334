import { qualified } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { appIdent } from '../fix.ts'
import { tenantPredicate } from '../predicate.ts'
import { ownTables } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'write-without-select-policy',
  number: 14,
  severity: 'warning',
  title: 'The app role may update or delete rows that no policy lets it read',
  why: 'An UPDATE or DELETE with a WHERE needs the SELECT policies too: it silently touches no row, or only the form without WHERE works.',
  *check(context) {
    for (const table of ownTables(context)) {
      const { relation } = table
      if (!relation.rls || context.policiesFor(relation.oid, 'select').length > 0) continue
      const writes = (['update', 'delete'] as const).filter(
        (command) =>
          context.policiesFor(relation.oid, command).length > 0 &&
          context.held(relation).has(command.toUpperCase()),
      )
      if (writes.length === 0) continue
      yield {
        object: nameOf(relation),
        evidence: `policies for ${writes.join(' and ')}, none for select`,
        fix: `create policy tenant_select on ${qualified(relation)} for select to ${appIdent(context)}\n  using (${tenantPredicate(context, table)});`,
      }
    }
  },
}
