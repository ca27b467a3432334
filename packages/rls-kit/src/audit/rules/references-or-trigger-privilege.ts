import { nameOf } from '../context.ts'
import { revoke } from '../fix.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'references-or-trigger-privilege',
  number: 24,
  severity: 'error',
  title: 'The app role may point foreign keys at a table, or put triggers on it',
  why: "Neither is subject to row-level security: a foreign key tells which keys exist, and a trigger runs in every tenant's writes.",
  *check(context) {
    for (const relation of context.snapshot.relations) {
      if (!'rpf'.includes(relation.kind)) continue
      const held = context.held(relation)
      const privileges = ['REFERENCES', 'TRIGGER'].filter((privilege) => held.has(privilege))
      if (privileges.length === 0) continue
      yield {
        object: nameOf(relation),
        severity: context.tenantTable(relation.oid) !== undefined ? 'error' : 'warning',
        evidence: `the app role holds ${privileges.join(' and ')}`,
        fix: revoke(
          context,
          privileges,
          relation,
          privileges.flatMap((privilege) => held.get(privilege) ?? []),
        ),
      }
    }
  },
}
