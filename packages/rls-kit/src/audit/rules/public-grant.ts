import { nameOf } from '../context.ts'
import { revoke } from '../fix.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'public-grant',
  number: 28,
  severity: 'warning',
  title: 'PUBLIC holds privileges on a table',
  why: 'Every role of the cluster has them, and a REVOKE from the app role does not take them away.',
  *check(context) {
    for (const relation of context.snapshot.relations) {
      const lists = [...relation.acl, ...relation.columns.flatMap((column) => column.acl)]
      const privileges = [
        ...new Set(lists.filter((entry) => entry.grantee === 0).map((entry) => entry.privilege)),
      ]
      if (privileges.length === 0) continue
      yield {
        object: nameOf(relation),
        evidence: `PUBLIC holds ${privileges.join(', ')}`,
        fix: revoke(context, ['all privileges'], relation, [0]),
      }
    }
  },
}
