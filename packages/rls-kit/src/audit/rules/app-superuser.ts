import { quoteIdent } from '../../sql.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'app-superuser',
  number: 5,
  severity: 'error',
  title: 'The app role is a superuser',
  why: 'Row-level security never applies to a superuser, forced or not.',
  needsApp: true,
  *check(context) {
    const { app } = context
    if (app?.superuser !== true) return
    yield {
      object: app.name,
      evidence: `pg_roles says that ${app.name} is a superuser`,
      fix: `alter role ${quoteIdent(app.name)} nosuperuser;`,
    }
  },
}
