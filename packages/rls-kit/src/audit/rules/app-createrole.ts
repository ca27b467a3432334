import { quoteIdent } from '../../sql.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'app-createrole',
  number: 8,
  severity: 'warning',
  title: 'The app role may create roles',
  why: "Before PostgreSQL 16 such a role can grant itself the tables' owner; since then it can still make roles that outlive a revoke.",
  needsApp: true,
  *check(context) {
    const { app } = context
    if (app?.createRole !== true) return
    yield {
      object: app.name,
      severity: context.snapshot.version < 160_000 ? 'error' : 'warning',
      evidence: `pg_roles says that ${app.name} has CREATEROLE`,
      fix: `alter role ${quoteIdent(app.name)} nocreaterole;`,
    }
  },
}
