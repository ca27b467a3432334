import { nameOf } from '../context.ts'
import { revoke } from '../fix.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'materialized-view-over-tenant-table',
  number: 18,
  severity: 'error',
  title: 'The app role reads a materialized view over tenant tables',
  why: 'It holds the rows of whoever refreshed it, and row-level security cannot be put on it.',
  *check(context) {
    for (const view of context.snapshot.relations) {
      if (view.kind !== 'm') continue
      const held = context.held(view)
      const table = held.has('SELECT') ? context.readsTenantRows(view) : undefined
      if (table === undefined) continue
      yield {
        object: nameOf(view),
        evidence: `it keeps rows of ${nameOf(table.relation)}, and the app role may select from it`,
        fix: `-- Put a security_barrier view with a tenant filter before it, and:\n${revoke(context, ['all privileges'], view, [...held.values()].flat())}`,
      }
    }
  },
}
