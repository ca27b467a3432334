import type { Catalog, TableState } from '../catalog/types.ts'
import { displayName, qualified, quoteIdent } from '../sql.ts'
import type { RlsDefinition, TableDefinition } from '../types.ts'
import { desiredPrivileges, indexColumn, indexName } from './desired.ts'
import type { PlanOptions, PlanStep } from './types.ts'

const largeTable = 10_000

/** The table belongs to the owner role, where the definition names one. */
export function* ownerSteps(
  rls: RlsDefinition,
  table: TableDefinition,
  state: TableState,
): Generator<PlanStep> {
  const { owner } = rls.roles
  if (owner === undefined || state.owner === owner) return
  yield {
    kind: 'set-owner',
    object: displayName(table),
    why: `whoever owns a table can switch its row security off; ${state.owner} owned it`,
    sql: `alter table ${qualified(table)} owner to ${quoteIdent(owner)}`,
    undo: `alter table ${qualified(table)} owner to ${quoteIdent(state.owner)}`,
    concurrent: false,
  }
}

/** ENABLE, and FORCE so that the owner is bound too. */
export function* rlsSteps(table: { schema: string; name: string }, state: TableState): Generator<PlanStep> {
  const name = qualified(table)
  if (!state.rls) {
    yield {
      kind: 'enable-rls',
      object: displayName(table),
      why: 'without it no policy has any effect',
      sql: `alter table ${name} enable row level security`,
      undo: `alter table ${name} disable row level security`,
      concurrent: false,
    }
  }
  if (!state.force) {
    yield {
      kind: 'force-rls',
      object: displayName(table),
      why: "binds the table's owner to the policies too",
      sql: `alter table ${name} force row level security`,
      undo: `alter table ${name} no force row level security`,
      concurrent: false,
    }
  }
}

/** The app role gets what its commands need and nothing besides; PUBLIC gets nothing. */
export function* grantSteps(
  rls: RlsDefinition,
  table: TableDefinition,
  state: TableState,
): Generator<PlanStep> {
  const app = quoteIdent(rls.roles.app)
  const name = qualified(table)
  const wanted = desiredPrivileges(table)
  const held = state.grants.filter((grant) => grant.startsWith('app:')).map((grant) => grant.slice(4))
  const open = state.grants.filter((grant) => grant.startsWith('public:')).map((grant) => grant.slice(7))
  const excess = held.filter((privilege) => !wanted.includes(privilege))
  const missing = wanted.filter((privilege) => !held.includes(privilege))
  if (open.length > 0) {
    yield {
      kind: 'revoke',
      object: displayName(table),
      why: `every role of the cluster held ${open.join(', ')}`,
      sql: `revoke all privileges on table ${name} from public`,
      undo: grantBack(open, name, 'public'),
      concurrent: false,
    }
  }
  if (excess.length > 0) {
    yield {
      kind: 'revoke',
      object: displayName(table),
      why: `${rls.roles.app} held ${excess.join(', ')}; row security does not cover TRUNCATE, REFERENCES or TRIGGER`,
      sql: `revoke all privileges on table ${name} from ${app}`,
      undo: grantBack(held, name, app),
      concurrent: false,
    }
  }
  const grant = excess.length > 0 ? wanted : missing
  if (grant.length > 0) {
    yield {
      kind: 'grant',
      object: displayName(table),
      why: `what ${rls.roles.app} may do`,
      sql: `grant ${grant.join(', ').toLowerCase()} on table ${name} to ${app}`,
      undo:
        missing.length > 0
          ? `revoke ${missing.join(', ').toLowerCase()} on table ${name} from ${app}`
          : undefined,
      concurrent: false,
    }
  }
  if (!table.commands.includes('insert')) return
  for (const sequence of state.sequences) {
    if (sequence.usable) continue
    yield {
      kind: 'grant',
      object: displayName(sequence),
      why: 'an insert draws its key from this sequence',
      sql: `grant usage on sequence ${qualified(sequence)} to ${app}`,
      undo: `revoke usage on sequence ${qualified(sequence)} from ${app}`,
      concurrent: false,
    }
  }
}

function grantBack(privileges: readonly string[], name: string, grantee: string): string | undefined {
  const whole = privileges.filter((privilege) => !privilege.endsWith('(column)'))
  return whole.length === 0
    ? undefined
    : `grant ${whole.join(', ').toLowerCase()} on table ${name} to ${grantee}`
}

/**
 * A query through the parent is held to the parent's policies; one that names a partition or child table is
 * not. So children get row security without a policy, and no privileges.
 */
export function* childSteps(
  rls: RlsDefinition,
  table: TableDefinition,
  state: TableState,
  catalog: Catalog,
): Generator<PlanStep> {
  for (const key of state.children) {
    if (rls.tables.some((other) => displayName(other) === key)) continue // declared on its own
    const child = catalog.tables.get(key)
    if (child === undefined || child.kind === 'f') continue
    for (const step of rlsSteps(child, child)) {
      yield {
        ...step,
        kind: 'close-child',
        why: `a query that names this child of ${displayName(table)} would pass its policies by`,
      }
    }
    if (child.grants.length > 0) {
      const name = qualified(child)
      const app = quoteIdent(rls.roles.app)
      const held = child.grants.filter((grant) => grant.startsWith('app:')).map((grant) => grant.slice(4))
      yield {
        kind: 'close-child',
        object: key,
        why: `reached through ${displayName(table)} only`,
        sql: `revoke all privileges on table ${name} from public, ${app}`,
        undo: grantBack(held, name, app),
        concurrent: false,
      }
    }
  }
}

/** An index that leads with the tenant column; what is left of one that failed half-way is dropped first. */
export function* indexSteps(
  table: TableDefinition,
  state: TableState,
  options: PlanOptions,
): Generator<PlanStep> {
  const column = indexColumn(table)
  if (column === undefined) return
  if (state.indexes.some((index) => index.leading === column && index.valid && !index.partial)) return
  const name = indexName(table, column)
  const mode = options.concurrently ?? 'auto'
  const concurrent = state.kind === 'r' && (mode === 'auto' ? state.estimatedRows > largeTable : mode) // not on partitioned tables
  const word = concurrent ? 'concurrently ' : ''
  const index = { schema: table.schema, name }
  if (state.indexes.some((existing) => existing.name === name)) {
    yield {
      kind: 'drop-index',
      object: displayName(index),
      why: 'an earlier CREATE INDEX CONCURRENTLY did not finish',
      sql: `drop index ${word}if exists ${qualified(index)}`,
      undo: undefined,
      concurrent,
    }
  }
  yield {
    kind: 'create-index',
    object: displayName(index),
    why: `every query of a tenant filters ${displayName(table)} by ${column}`,
    sql: `create index ${word}${quoteIdent(name)} on ${qualified(table)} (${quoteIdent(column)})`,
    undo: `drop index ${word}if exists ${qualified(index)}`,
    concurrent,
  }
}
