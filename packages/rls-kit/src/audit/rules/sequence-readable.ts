import { nameOf } from '../context.ts'
import { revoke } from '../fix.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'sequence-readable',
  number: 29,
  severity: 'info',
  title: 'The app role may read or set a sequence',
  why: 'SELECT shows how many rows all tenants have made; UPDATE lets setval make the next insert of every tenant fail. An insert needs USAGE alone.',
  *check(context) {
    for (const relation of context.snapshot.relations) {
      if (relation.kind !== 'S') continue
      const held = context.held(relation)
      const privileges = ['SELECT', 'UPDATE'].filter((privilege) => held.has(privilege))
      if (privileges.length === 0) continue
      yield {
        object: nameOf(relation),
        severity: held.has('UPDATE') ? 'warning' : 'info',
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
