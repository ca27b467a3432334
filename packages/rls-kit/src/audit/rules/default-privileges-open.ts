import { quoteIdent } from '../../sql.ts'
import { grantee } from '../fix.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'default-privileges-open',
  number: 27,
  severity: 'warning',
  title: 'Default privileges open new tables to the app role',
  why: 'Each table that a migration adds is then within reach before anybody has thought of its policies.',
  *check(context) {
    for (const row of context.snapshot.defaultAcls) {
      if (row.kind !== 'r') continue
      const held = context.heldBy(row.acl)
      const through = new Set([...held.values()].flat())
      through.delete(row.role)
      if (through.size === 0) continue
      const where = row.schema === null ? '' : ` in schema ${quoteIdent(row.schema)}`
      yield {
        object: row.schema ?? context.roleName(row.role),
        evidence: `tables that ${context.roleName(row.role)} will create give ${[...held.keys()].join(', ')} to ${[...through].map((oid) => context.roleName(oid)).join(', ')}`,
        fix: [...through]
          .map(
            (oid) =>
              `alter default privileges for role ${quoteIdent(context.roleName(row.role))}${where} revoke all on tables from ${grantee(context, oid)};`,
          )
          .join('\n'),
      }
    }
  },
}
