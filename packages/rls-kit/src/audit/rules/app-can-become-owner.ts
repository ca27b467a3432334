import { revokeRole } from '../fix.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'app-can-become-owner',
  number: 7,
  severity: 'error',
  title: 'The app role can become the owner of tenant tables, or a role that bypasses policies',
  why: 'After SET ROLE it is that role: an owner may switch row-level security off, and BYPASSRLS ignores it.',
  needsApp: true,
  *check(context) {
    const { app } = context
    if (app === undefined) return
    const owners = new Set(context.tenancy.tables.map((table) => table.relation.owner))
    for (const role of context.snapshot.roles) {
      if (role.oid === app.oid || !(context.canBecome.has(role.oid) || context.holders.has(role.oid)))
        continue
      const what = role.superuser
        ? 'a superuser'
        : role.bypassRls
          ? 'a role with BYPASSRLS'
          : owners.has(role.oid)
            ? 'the owner of tenant tables'
            : undefined
      if (what === undefined) continue
      yield {
        object: app.name,
        evidence: `${app.name} is a member of ${role.name}, ${what}`,
        fix: revokeRole(context, role.oid),
      }
    }
  },
}
