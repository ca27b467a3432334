import type { Catalog } from '../catalog/types.ts'
import { quoteIdent, quoteLiteral } from '../sql.ts'
import type { RlsDefinition } from '../types.ts'
import type { PlanStep } from './types.ts'

/** Roles that do not exist yet, and the migrator's membership in the owner. */
export function* roleSteps(rls: RlsDefinition, catalog: Catalog): Generator<PlanStep> {
  const whys = {
    app: 'tenant queries run as this role; it cannot bypass row security and owns nothing',
    owner: 'owns the tables, so that the app role does not',
    migrator: 'runs migrations as a member of the owner',
  }
  for (const part of ['app', 'owner', 'migrator'] as const) {
    const role = rls.roles[part]
    if (role === undefined || catalog.roles.has(role)) continue
    yield {
      kind: 'create-role',
      object: role,
      why: whys[part],
      sql: createRole(role),
      undo: undefined, // roles belong to the whole cluster: other databases may use it by now
      concurrent: false,
    }
  }
  const { owner, migrator } = rls.roles
  if (
    owner !== undefined &&
    migrator !== undefined &&
    !catalog.roles.get(migrator)?.memberOf.includes(owner)
  ) {
    yield {
      kind: 'grant-role',
      object: migrator,
      why: `lets ${migrator} alter what ${owner} owns`,
      sql: `grant ${quoteIdent(owner)} to ${quoteIdent(migrator)}`,
      undo: `revoke ${quoteIdent(owner)} from ${quoteIdent(migrator)}`,
      concurrent: false,
    }
  }
  // PostgreSQL 16 and later let a creator alter objects of a role only once it is a member of that role.
  const creates = owner !== undefined && !catalog.roles.has(owner) && !catalog.superuser
  if (creates) {
    yield {
      kind: 'grant-role',
      object: catalog.user,
      why: `lets ${catalog.user} hand tables to ${owner}`,
      sql: `grant ${quoteIdent(owner)} to current_user`,
      undo: undefined,
      concurrent: false,
    }
  }
}

/** CREATE ROLE has no IF NOT EXISTS, and another database of the cluster may have made it a moment ago. */
export function createRole(role: string): string {
  return `do $rls$ begin
  if not exists (select from pg_catalog.pg_roles where rolname = ${quoteLiteral(role)}) then
    create role ${quoteIdent(role)} nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
  end if;
end $rls$`
}

/** USAGE on each schema that holds declared tables. */
export function* schemaSteps(rls: RlsDefinition, catalog: Catalog): Generator<PlanStep> {
  for (const schema of new Set(rls.tables.map((table) => table.schema))) {
    if (catalog.schemas.get(schema) !== false) continue // usable already, or missing: then its tables are too
    yield {
      kind: 'grant-schema',
      object: schema,
      why: 'the app role must be able to look its tables up',
      sql: `grant usage on schema ${quoteIdent(schema)} to ${quoteIdent(rls.roles.app)}`,
      undo: `revoke usage on schema ${quoteIdent(schema)} from ${quoteIdent(rls.roles.app)}`,
      concurrent: false,
    }
  }
}
