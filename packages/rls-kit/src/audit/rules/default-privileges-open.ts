import { quoteIdent } from '../../sql.ts'
import { grantee } from '../fix.ts'
import type { AuditRule } from '../types.ts'

/** What opens by itself, and which privileges open it. An insert needs USAGE of a sequence, so that is left out. */
const kinds: Record<string, { name: string; privileges?: string[] }> = {
  r: { name: 'tables' },
  S: { name: 'sequences', privileges: ['SELECT', 'UPDATE'] },
  n: { name: 'schemas', privileges: ['CREATE'] },
}

export const rule: AuditRule = {
  id: 'default-privileges-open',
  number: 27,
  severity: 'warning',
  title: 'Default privileges open new tables to the app role',
  why: 'Each table that a migration adds is then within reach before anybody has thought of its policies.',
  *check(context) {
    for (const row of context.snapshot.defaultAcls) {
      const kind = kinds[row.kind]
      if (kind === undefined) continue
      const held = context.heldBy(
        row.acl.filter(
          ({ privilege }) => kind.privileges === undefined || kind.privileges.includes(privilege),
        ),
      )
      const through = new Set([...held.values()].flat())
      through.delete(row.role)
      if (through.size === 0) continue
      const where = row.schema === null ? '' : ` in schema ${quoteIdent(row.schema)}`
      yield {
        object: row.schema ?? context.roleName(row.role),
        evidence: `${kind.name} that ${context.roleName(row.role)} will create give ${[...held.keys()].join(', ')} to ${[...through].map((oid) => context.roleName(oid)).join(', ')}`,
        fix: [...through]
          .map(
            (oid) =>
              `alter default privileges for role ${quoteIdent(context.roleName(row.role))}${where} revoke all on ${kind.name} from ${grantee(context, oid)};`,
          )
          .join('\n'),
      }
    }
  },
}
