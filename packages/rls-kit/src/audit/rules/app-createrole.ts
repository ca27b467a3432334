import { quoteIdent } from '../../sql.ts'
import { revokeRole } from '../fix.ts'
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
    const severity = context.snapshot.version < 160_000 ? 'error' : 'warning'
    if (app?.createRole === true) {
      yield {
        object: app.name,
        severity,
        evidence: `pg_roles says that ${app.name} has CREATEROLE`,
        fix: `alter role ${quoteIdent(app.name)} nocreaterole;`,
      }
    }
    for (const role of context.snapshot.roles) {
      if (app === undefined || !role.createRole || role.superuser || !context.canBecome.has(role.oid))
        continue
      yield {
        object: app.name,
        severity,
        evidence: `${app.name} can become ${role.name}, which has CREATEROLE`,
        fix: revokeRole(context, role.oid),
      }
    }
  },
}
