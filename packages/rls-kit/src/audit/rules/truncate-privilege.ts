import { nameOf } from '../context.ts'
import { revoke } from '../fix.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'truncate-privilege',
  number: 23,
  severity: 'error',
  title: 'The app role may TRUNCATE a table',
  why: 'TRUNCATE is not subject to row-level security: it removes the rows of every tenant.',
  *check(context) {
    for (const relation of context.snapshot.relations) {
      if (!'rpf'.includes(relation.kind)) continue
      const through = context.held(relation).get('TRUNCATE')
      if (through === undefined) continue
      const tenant = context.tenantTable(relation.oid) !== undefined
      yield {
        object: nameOf(relation),
        severity: tenant ? 'error' : 'warning',
        evidence: `TRUNCATE is granted to ${through.map((oid) => context.roleName(oid)).join(', ')}`,
        fix: revoke(context, ['TRUNCATE'], relation, through),
      }
    }
  },
}
