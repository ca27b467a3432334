import { quoteIdent } from '../../sql.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'app-bypassrls',
  number: 6,
  severity: 'error',
  title: 'The app role has BYPASSRLS',
  why: 'The attribute does what it says: no policy binds this role.',
  needsApp: true,
  *check(context) {
    const { app } = context
    if (app?.bypassRls !== true) return
    yield {
      object: app.name,
      evidence: `pg_roles says that ${app.name} has BYPASSRLS`,
      fix: `alter role ${quoteIdent(app.name)} nobypassrls;`,
    }
  },
}
