import { nameOf } from '../context.ts'
import { protect, revoke } from '../fix.ts'
import { reachable, tenantParent } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'inheritance-child-without-rls',
  number: 22,
  severity: 'error',
  title: 'An inheritance child of a tenant table has no row-level security of its own',
  why: "A query through the parent is held to the parent's policies; one that names the inheritance child is held to its own alone.",
  *check(context) {
    for (const relation of context.snapshot.relations) {
      if (!'rp'.includes(relation.kind) || relation.rls || relation.partition) continue
      const parent = tenantParent(context, relation.oid)
      if (parent === undefined) continue
      const held = context.held(relation)
      const open = reachable(context, relation)
      yield {
        object: nameOf(relation),
        severity: open ? 'error' : 'warning',
        evidence: `it is an inheritance child of ${nameOf(parent)}, without row-level security${open ? ', and the app role holds privileges on it' : ''}`,
        fix: `${protect(relation)}\n${revoke(context, ['all privileges'], relation, [...held.values()].flat())}`.trimEnd(),
      }
    }
  },
}
