import { displayName } from '../sql.ts'
import type { Command, RlsDefinition } from '../types.ts'
import { heldPrivileges, powersOf } from './roles.ts'
import type { Acl, FunctionRow, PolicyRow, RelationRow, RoleRow, Snapshot } from './snapshot/types.ts'
import { declaredTenancy, inferredTenancy, type Tenancy, type TenantTable } from './tenancy.ts'

/** What every rule works on: the snapshot, and what follows from it. */
export interface AuditContext {
  readonly snapshot: Snapshot
  readonly definition: RlsDefinition | undefined
  /** The app role, or undefined where it is not known or does not exist. */
  readonly app: RoleRow | undefined
  readonly tenancy: Tenancy
  /** Roles whose privileges the app role has without doing anything. Without an app role: every role that owns no tenant table. */
  readonly holders: ReadonlySet<number>
  readonly canBecome: ReadonlySet<number>
  readonly notes: readonly string[]
  relation(oid: number): RelationRow | undefined
  functionOf(oid: number): FunctionRow | undefined
  /** By `schema.name`; one of them where several have that name. */
  functionNamed(name: string): FunctionRow | undefined
  tenantTable(oid: number): TenantTable | undefined
  roleName(oid: number): string
  policies(oid: number): readonly PolicyRow[]
  /** Policies that bind the app role, for one command. */
  policiesFor(oid: number, command: Command): readonly PolicyRow[]
  /**
   * Privileges that the app role holds on a relation or one of its columns, and through whom. Those of roles that it
   * can become count: SET ROLE is a statement like any other.
   */
  held(relation: RelationRow): ReadonlyMap<string, readonly number[]>
  heldBy(acl: readonly Acl[]): ReadonlyMap<string, readonly number[]>
  /** The relation has tenants' rows in it, directly or through views. */
  readsTenantRows(relation: RelationRow): TenantTable | undefined
}

/** Derives the context. Pure: the same snapshot and definition give the same one. */
export function createContext(
  snapshot: Snapshot,
  definition?: RlsDefinition,
  appName?: string,
): AuditContext {
  const tenancy = definition === undefined ? inferredTenancy(snapshot) : declaredTenancy(snapshot, definition)
  const notes = [...tenancy.notes]
  const app = findApp(snapshot, definition?.roles.app, appName, notes)
  const relations = new Map(snapshot.relations.map((row) => [row.oid, row]))
  const functions = new Map(snapshot.functions.map((row) => [row.oid, row]))
  const named = new Map(snapshot.functions.map((row) => [`${row.schema}.${row.name}`, row]))
  const roles = new Map(snapshot.roles.map((row) => [row.oid, row.name]))
  const tenants = new Map(tenancy.tables.map((table) => [table.relation.oid, table]))
  const policies = Map.groupBy(snapshot.policies, (policy) => policy.table)
  const reads = Map.groupBy(snapshot.reads, (row) => row.view)
  const owners = new Set(tenancy.tables.map((table) => table.relation.owner))
  const powers = app === undefined ? undefined : powersOf(app, snapshot)
  const holders =
    powers?.has ??
    new Set(
      snapshot.roles
        .filter((role) => !role.superuser && !role.builtin && !owners.has(role.oid))
        .map((role) => role.oid),
    )
  const grantees = powers?.mayUse ?? holders
  const everywhere = predefined(snapshot)
  const memo = new Map<number, Map<string, number[]>>()

  const context: AuditContext = {
    snapshot,
    definition,
    app,
    tenancy,
    holders,
    canBecome: powers?.canBecome ?? new Set(),
    notes,
    relation: (oid) => relations.get(oid),
    functionOf: (oid) => functions.get(oid),
    functionNamed: (name) => named.get(name),
    tenantTable: (oid) => tenants.get(oid),
    roleName: (oid) => (oid === 0 ? 'public' : (roles.get(oid) ?? String(oid))),
    policies: (oid) => policies.get(oid) ?? [],
    policiesFor: (oid, command) =>
      (policies.get(oid) ?? []).filter(
        (policy) =>
          (policy.command === command || policy.command === 'all') &&
          policy.roles.some((role) => role === 0 || holders.has(role)),
      ),
    held(relation) {
      let held = memo.get(relation.oid)
      if (held === undefined) {
        held = heldPrivileges(
          [...relation.acl, ...relation.columns.flatMap((column) => column.acl), ...everywhere],
          grantees,
        )
        memo.set(relation.oid, held)
      }
      return held
    },
    heldBy: (acl) => heldPrivileges(acl, grantees),
    readsTenantRows(relation) {
      const seen = new Set([relation.oid])
      for (const oid of seen) {
        const table = tenants.get(oid)
        if (table !== undefined) return table
        // a view that asks as its caller does so inside of another view, too; a materialized one has no caller
        const asCaller =
          relation.kind === 'v' && oid !== relation.oid && isSecurityInvoker(relations.get(oid))
        for (const { relation: next } of reads.get(oid) ?? [])
          if (!asCaller || 'vm'.includes(relations.get(next)?.kind ?? '')) seen.add(next)
      }
      return undefined
    },
  }
  return context
}

/** Roles of PostgreSQL's own that have a privilege on every relation, without standing in any list. */
function predefined(snapshot: Snapshot): Acl[] {
  const oid = (name: string): number | undefined => snapshot.roles.find((role) => role.name === name)?.oid
  const all = (grantee: number | undefined, privileges: readonly string[]): Acl[] =>
    grantee === undefined ? [] : privileges.map((privilege) => ({ grantee, privilege }))
  return [
    ...all(oid('pg_read_all_data'), ['SELECT']),
    ...all(oid('pg_write_all_data'), ['INSERT', 'UPDATE', 'DELETE']),
  ]
}

/** The role given, else the definition's, else the one role that policies name. */
function findApp(
  snapshot: Snapshot,
  declared: string | undefined,
  given: string | undefined,
  notes: string[],
): RoleRow | undefined {
  const named = given ?? declared
  if (named !== undefined) {
    const role = snapshot.roles.find((candidate) => candidate.name === named)
    if (role === undefined) notes.push(`the app role ${named} does not exist`)
    return role
  }
  const candidates = new Set(snapshot.policies.flatMap((policy) => policy.roles).filter((role) => role !== 0))
  const [only] = candidates
  const role = candidates.size === 1 ? snapshot.roles.find((candidate) => candidate.oid === only) : undefined
  notes.push(
    role === undefined
      ? 'the app role is not known: every role that owns no tenant table was taken for it'
      : `the app role was taken to be ${role.name}, the only one that policies name`,
  )
  return role
}

/** Whether a view has the rights of whoever asks, and not those of its owner. */
export function isSecurityInvoker(view: RelationRow | undefined): boolean {
  return view?.options.some((option) => /^security_invoker=(true|on|1|yes)$/i.test(option)) ?? false
}

/** `schema.name` of a relation. */
export function nameOf(relation: RelationRow): string {
  return displayName(relation)
}
