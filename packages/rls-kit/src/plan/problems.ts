import type { Catalog, TableState } from '../catalog/types.ts'
import { displayName } from '../sql.ts'
import type { RlsDefinition, TableDefinition } from '../types.ts'
import type { PlanProblem } from './types.ts'

/** Types that one id type may stand in, as `format_type` writes them. */
const columnTypes: Record<string, RegExp> = {
  uuid: /^uuid$/,
  text: /^(text|character varying(\(\d+\))?)$/,
  bigint: /^(bigint|integer|smallint)$/,
}

/** Problems of the server, the session and the roles. */
export function* checkServer(rls: RlsDefinition, catalog: Catalog): Generator<PlanProblem> {
  const app = catalog.roles.get(rls.roles.app)
  if (app?.superuser || app?.bypassRls) {
    yield {
      code: 'UNSAFE_LOGIN',
      object: app.name,
      message: `The app role ${app.name} ${app.superuser ? 'is a superuser' : 'has BYPASSRLS'}: no policy holds for it.`,
      advice: `Run ALTER ROLE "${app.name}" NOSUPERUSER NOBYPASSRLS, or name another role.`,
    }
  }
  for (const powerful of [rls.roles.owner, rls.roles.migrator]) {
    if (powerful !== undefined && app?.memberOf.includes(powerful)) {
      yield {
        code: 'UNSAFE_LOGIN',
        object: app.name,
        message: `The app role ${app.name} is a member of ${powerful} and could switch row security off.`,
        advice: `Run REVOKE "${powerful}" FROM "${app.name}".`,
      }
    }
  }
  const missing = [rls.roles.app, rls.roles.owner, rls.roles.migrator].filter(
    (role) => role !== undefined && !catalog.roles.has(role),
  )
  if (missing.length > 0 && !catalog.canCreateRole) {
    yield {
      code: 'PRIVILEGE_MISSING',
      object: catalog.user,
      message: `The roles ${missing.join(', ')} do not exist, and ${catalog.user} may not create roles.`,
      advice: 'Let an administrator create them, or connect as a role with CREATEROLE.',
    }
  }
  if (!catalog.canCreateSchema && !catalog.schemas.has('rls_kit')) {
    yield {
      code: 'PRIVILEGE_MISSING',
      object: catalog.database,
      message: `${catalog.user} may not create the schema rls_kit, which holds the journal.`,
      advice: `Run GRANT CREATE ON DATABASE "${catalog.database}" TO "${catalog.user}".`,
    }
  }
  for (const stray of catalog.strays) {
    yield {
      code: 'FOREIGN_OBJECT',
      object: stray,
      message: `${stray} carries policies of rls-kit but is not in the definition.`,
      advice:
        'If the table was renamed, rename it in rls.config.ts; otherwise roll back, or drop its policies.',
    }
  }
}

/** Problems of one declared table. */
export function* checkTable(
  rls: RlsDefinition,
  table: TableDefinition,
  state: TableState | undefined,
  catalog: Catalog,
): Generator<PlanProblem> {
  const name = displayName(table)
  if (state === undefined) {
    yield {
      code: 'TABLE_MISSING',
      object: name,
      message: `${name} does not exist in ${catalog.database}.`,
      advice: 'Create it first, or correct its name in rls.config.ts.',
    }
    return
  }
  if (state.kind !== 'r' && state.kind !== 'p') {
    const what = { v: 'a view', m: 'a materialized view', f: 'a foreign table' }[state.kind] ?? 'no table'
    yield {
      code: 'CONFIG_INVALID',
      object: name,
      message: `${name} is ${what}; row security works on tables only.`,
      advice: 'Declare the tables behind it, and give a view the option security_invoker.',
    }
    return
  }
  if (!state.alterable) {
    yield {
      code: 'PRIVILEGE_MISSING',
      object: name,
      message: `${catalog.user} is not the owner of ${name}; the owner is ${state.owner}.`,
      advice: `Connect as ${state.owner}, or as a member of it.`,
    }
  }
  const wanted: [string, string | undefined][] = []
  if (table.tenant !== undefined) wanted.push([table.tenant, rls.tenant.type])
  if (table.via !== undefined) wanted.push([table.via.column, undefined])
  for (const rule of table.also) {
    if (rule.kind === 'member') wanted.push([rule.column, undefined])
    if (rule.kind === 'owner') wanted.push([rule.column, rls.tenant.userType])
  }
  for (const [column, type] of wanted) yield* checkColumn(state, column, type)
}

function* checkColumn(state: TableState, column: string, type: string | undefined): Generator<PlanProblem> {
  const name = displayName(state)
  const found = state.columns.find((candidate) => candidate.name === column)
  if (found === undefined) {
    yield {
      code: 'COLUMN_MISSING',
      object: `${name}.${column}`,
      message: `${name} has no column ${column}.`,
      advice: `It has ${state.columns.map((candidate) => candidate.name).join(', ') || 'no columns'}.`,
    }
  } else if (type !== undefined && !columnTypes[type]?.test(found.type)) {
    yield {
      code: 'CONFIG_INVALID',
      object: `${name}.${column}`,
      message: `${name}.${column} is ${found.type}, and the definition says ${type}.`,
      advice: 'A cast in the policy would defeat the index, so the types must agree: change one of them.',
    }
  }
}

/** Problems of tables that policies read: parents and tables of memberships. */
export function* checkReferences(rls: RlsDefinition, catalog: Catalog): Generator<PlanProblem> {
  for (const table of rls.tables) {
    if (table.via !== undefined) {
      const parent = catalog.tables.get(displayName(table.via.table))
      if (parent !== undefined) yield* checkColumn(parent, table.via.references, undefined)
    }
    for (const rule of table.also) {
      if (rule.kind !== 'member') continue
      const members = catalog.tables.get(displayName(rule.table))
      if (members === undefined) {
        yield {
          code: 'TABLE_MISSING',
          object: displayName(rule.table),
          message: `${displayName(table)} reads memberships from ${displayName(rule.table)}, which is not declared or does not exist.`,
          advice: 'Declare it in rls.config.ts as well: a table of memberships needs isolation too.',
        }
        continue
      }
      yield* checkColumn(members, rule.key, undefined)
      yield* checkColumn(members, rule.user, rls.tenant.userType)
    }
  }
}
