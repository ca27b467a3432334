import { qualified, quoteIdent } from '../sql.ts'
import type { AuditContext } from './context.ts'
import { tenantPredicate } from './predicate.ts'
import type { RelationRow } from './snapshot/types.ts'
import type { TenantTable } from './tenancy.ts'

/** `"role"`, or `public`. */
export function grantee(context: AuditContext, oid: number): string {
  return oid === 0 ? 'public' : quoteIdent(context.roleName(oid))
}

/** The role that policies and grants should name; a placeholder where it is not known. */
export function appIdent(context: AuditContext): string {
  return context.app === undefined ? '"<your app role>"' : quoteIdent(context.app.name)
}

/** REVOKE from everybody through whom the app role holds it. */
export function revoke(
  context: AuditContext,
  privileges: readonly string[],
  relation: RelationRow,
  grantees: Iterable<number>,
): string {
  const what = relation.kind === 'S' ? 'sequence' : 'table'
  return [...new Set(grantees)]
    .map((oid) =>
      /^pg_(read|write)_all_data$/.test(context.roleName(oid))
        ? revokeRole(context, oid)
        : `revoke ${privileges.join(', ').toLowerCase()} on ${what} ${qualified(relation)} from ${grantee(context, oid)};`,
    )
    .join('\n')
}

/** REVOKE of a membership where it was granted: to the app role, or to a role between. */
export function revokeRole(context: AuditContext, oid: number): string {
  const { app, snapshot } = context
  const role = quoteIdent(context.roleName(oid))
  const within = new Set([...context.holders, ...context.canBecome])
  const members = snapshot.memberships
    .filter((row) => row.role === oid && (row.member === app?.oid || within.has(row.member)))
    .map((row) => `revoke ${role} from ${quoteIdent(context.roleName(row.member))};`)
  return members.length > 0
    ? [...new Set(members)].join('\n')
    : `-- It owns the database, which makes it ${role}: alter database ${quoteIdent(snapshot.database)} owner to ...;`
}

/** ENABLE and FORCE. */
export function protect(relation: RelationRow): string {
  const name = qualified(relation)
  return `alter table ${name} enable row level security;\nalter table ${name} force row level security;`
}

/** One policy a command for the app role, for a table that has none. */
export function createPolicies(context: AuditContext, table: TenantTable): string {
  const held = context.held(table.relation)
  const commands = (table.declared?.commands ?? ['select', 'insert', 'update', 'delete']).filter(
    (command) => held.size === 0 || held.has(command.toUpperCase()),
  )
  return commands
    .map((command) => {
      const using =
        command === 'insert' ? '' : `\n  using (${tenantPredicate(context, table, command, 'using')})`
      const check =
        command === 'insert' || command === 'update'
          ? `\n  with check (${tenantPredicate(context, table, command, 'check')})`
          : ''
      return `create policy ${quoteIdent(`tenant_${command}`)} on ${qualified(table.relation)} for ${command} to ${appIdent(context)}${using}${check};`
    })
    .join('\n')
}
