import { qualified } from '../../sql.ts'
import { isSecurityInvoker, nameOf } from '../context.ts'
import { revoke } from '../fix.ts'
import { reachable } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'view-without-security-invoker',
  number: 17,
  severity: 'error',
  title: "A view over tenant tables runs with its owner's rights",
  why: "The policies of the tables beneath are then those of the view's owner, not of whoever asks.",
  *check(context) {
    for (const view of context.snapshot.relations) {
      if (view.kind !== 'v' || !reachable(context, view)) continue
      if (isSecurityInvoker(view)) continue
      const table = context.readsTenantRows(view)
      if (table === undefined) continue
      const old = context.snapshot.version < 150_000
      yield {
        object: nameOf(view),
        evidence: `it reads ${nameOf(table.relation)} as its owner, ${context.roleName(view.owner)}${old ? '; PostgreSQL 14 has no security_invoker' : ''}`,
        fix: old
          ? `-- PostgreSQL 14 has no security_invoker. Take the view out of reach, or filter by tenant inside it:\n${revoke(context, ['all privileges'], view, [...context.held(view).values()].flat())}`
          : `alter view ${qualified(view)} set (security_invoker = true);`,
      }
    }
  },
}
