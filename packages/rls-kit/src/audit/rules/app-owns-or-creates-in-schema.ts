import { quoteIdent } from '../../sql.ts'
import { grantee } from '../fix.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'app-owns-or-creates-in-schema',
  number: 42,
  severity: 'error',
  title: 'The app role owns a schema, or may create objects in one',
  why: "A schema's owner may drop every table in it; whoever may create there can put a function or table of his own before the one that is meant.",
  *check(context) {
    for (const schema of context.snapshot.schemas) {
      const owns =
        context.app !== undefined &&
        (context.holders.has(schema.owner) || context.canBecome.has(schema.owner))
      const through = context.heldBy(schema.acl).get('CREATE') ?? []
      const granted = through.filter((oid) => oid !== schema.owner)
      if (!owns && granted.length === 0) continue
      yield {
        object: schema.name,
        severity: owns ? 'error' : 'warning',
        evidence: owns
          ? `its owner is ${context.roleName(schema.owner)}`
          : `CREATE is granted to ${granted.map((oid) => context.roleName(oid)).join(', ')}`,
        fix: [
          ...(owns
            ? [
                `alter schema ${quoteIdent(schema.name)} owner to ${context.definition?.roles.owner === undefined ? 'current_user' : quoteIdent(context.definition.roles.owner)};`,
              ]
            : []),
          ...granted.map(
            (oid) => `revoke create on schema ${quoteIdent(schema.name)} from ${grantee(context, oid)};`,
          ),
        ].join('\n'),
      }
    }
  },
}
