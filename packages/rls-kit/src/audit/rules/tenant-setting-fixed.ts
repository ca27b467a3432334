import { quoteIdent } from '../../sql.ts'
import type { AuditContext } from '../context.ts'
import { describeFunction, functionName } from '../functions.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'tenant-setting-fixed',
  number: 40,
  severity: 'error',
  title: 'The tenant setting has a fixed value on a role, the database or a function',
  why: 'A session that forgot to say its tenant then silently acts as that one, instead of seeing nothing.',
  *check(context) {
    const { definition, snapshot, tenancy } = context
    const watched = new Set(
      [tenancy.setting, definition?.tenant.userSetting].flatMap((name) => name?.toLowerCase() ?? []),
    )
    const sessions = sessionRoles(context)
    for (const row of snapshot.settings) {
      if (row.role !== 0 && sessions !== undefined && !sessions.has(row.role)) continue
      for (const entry of row.entries) {
        const name = entry.slice(0, entry.indexOf('='))
        if (!watched.has(name.toLowerCase()) || entry === `${name}=`) continue
        const role = row.role === 0 ? undefined : quoteIdent(context.roleName(row.role))
        const database = quoteIdent(snapshot.database)
        const parts = name.split('.').map(quoteIdent).join('.')
        yield {
          object: row.role === 0 ? snapshot.database : context.roleName(row.role),
          evidence: `${name} is set to a fixed value${row.wholeCluster ? '' : ' in this database'}`,
          fix:
            role === undefined
              ? `alter database ${database} reset ${parts};`
              : `alter role ${role}${row.wholeCluster ? '' : ` in database ${database}`} reset ${parts};`,
        }
      }
    }
    for (const fn of snapshot.functions) {
      for (const entry of fn.settings) {
        const name = entry.slice(0, entry.indexOf('='))
        if (
          !watched.has(name.toLowerCase()) ||
          entry === `${name}=` ||
          !context.heldBy(fn.acl).has('EXECUTE')
        )
          continue
        yield {
          object: describeFunction(fn),
          evidence: `${name} is set to a fixed value inside the function, whoever calls it`,
          fix: `alter routine ${functionName(fn)} reset ${name.split('.').map(quoteIdent).join('.')};`,
        }
      }
    }
  },
}

/** Roles whose sessions can be the app's: itself, and those that may become it. */
function sessionRoles({ app, snapshot }: AuditContext): Set<number> | undefined {
  if (app === undefined) return undefined
  const seen = new Set([app.oid])
  for (const role of seen) for (const row of snapshot.memberships) if (row.role === role) seen.add(row.member)
  return seen
}
