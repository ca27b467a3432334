import { qualified, quoteIdent } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { revokeRole } from '../fix.ts'
import { tenantParent } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'rls-not-forced',
  number: 4,
  severity: 'error',
  title: "Row-level security is not forced and the app role has the owner's rights",
  why: "A table's owner, and every role that inherits from it or can become it, passes the policies by unless they are forced.",
  needsApp: true,
  *check(context) {
    const { app } = context
    if (app === undefined) return
    for (const relation of context.snapshot.relations) {
      const tenants =
        context.tenantTable(relation.oid) !== undefined || tenantParent(context, relation.oid) !== undefined
      if (!tenants || !'rp'.includes(relation.kind) || !relation.rls || relation.force) continue
      const { owner } = relation
      if (!context.holders.has(owner) && !context.canBecome.has(owner)) continue
      const how =
        owner === app.oid ? 'is its owner' : `has the rights of its owner, ${context.roleName(owner)}`
      yield {
        object: nameOf(relation),
        evidence: `FORCE is off, and ${app.name} ${how}`,
        fix: [
          `alter table ${qualified(relation)} force row level security;`,
          owner !== app.oid
            ? revokeRole(context, owner)
            : context.definition?.roles.owner === undefined
              ? `-- Give it another owner too: alter table ${qualified(relation)} owner to ...;`
              : `alter table ${qualified(relation)} owner to ${quoteIdent(context.definition.roles.owner)};`,
        ].join('\n'),
      }
    }
  },
}
