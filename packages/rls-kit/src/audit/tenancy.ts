import type { RlsDefinition, TableDefinition } from '../types.ts'
import { constantCalls, flatten, mentions, parseExpression, split, strip } from './expression.ts'
import type { RelationRow, Snapshot } from './snapshot/types.ts'

/** A table whose rows belong to tenants. */
export interface TenantTable {
  readonly relation: RelationRow
  /** The tenant column, or undefined where the tenant is that of a parent's row. */
  readonly column: string | undefined
  readonly via:
    | { readonly column: string; readonly parent: RelationRow; readonly references: string }
    | undefined
  readonly by: 'definition' | 'policy' | 'column name'
  readonly declared: TableDefinition | undefined
}

/** What a database says of its tenants, with a definition or without. */
export interface Tenancy {
  readonly setting: string | undefined
  readonly type: string
  readonly tables: readonly TenantTable[]
  /** Tables that are declared to be every tenant's. */
  readonly shared: ReadonlyMap<number, TableDefinition>
  readonly notes: readonly string[]
}

/** Names that a tenant column usually has, for databases that declare nothing. */
const usualNames = /^(tenant|organi[sz]ation|org|account|workspace|company)_?id$/i

/** From the definition; columns of the same name elsewhere count too, unless declared otherwise. */
export function declaredTenancy(snapshot: Snapshot, definition: RlsDefinition): Tenancy {
  const notes: string[] = []
  const find = (name: { schema: string; name: string }): RelationRow | undefined =>
    snapshot.relations.find((row) => row.schema === name.schema && row.name === name.name)
  const tables: TenantTable[] = []
  const shared = new Map<number, TableDefinition>()
  const seen = new Set<number>()
  for (const declared of definition.tables) {
    const relation = find(declared)
    if (relation === undefined) {
      notes.push(`${declared.schema}.${declared.name} is declared and does not exist`)
      continue
    }
    seen.add(relation.oid)
    if (declared.kind === 'shared') {
      shared.set(relation.oid, declared)
      continue
    }
    const parent = declared.via === undefined ? undefined : find(declared.via.table)
    const via =
      declared.via === undefined || parent === undefined
        ? undefined
        : { column: declared.via.column, parent, references: declared.via.references }
    tables.push({ relation, column: declared.tenant, via, by: 'definition', declared })
  }
  const names = new Set(
    definition.tables.flatMap((table) =>
      table.tenant === undefined || table.tenant === 'id' ? [] : [table.tenant],
    ),
  )
  for (const relation of snapshot.relations) {
    if (seen.has(relation.oid) || !'rpf'.includes(relation.kind)) continue
    const column = relation.columns.find((candidate) => names.has(candidate.name))?.name
    if (column === undefined) continue
    tables.push({ relation, column, via: undefined, by: 'column name', declared: undefined })
  }
  return { setting: definition.tenant.setting, type: definition.tenant.type, tables, shared, notes }
}

/** From policies that compare a column with a setting, and from the usual names. */
export function inferredTenancy(snapshot: Snapshot): Tenancy {
  const votes = new Map<string, number>()
  const byPolicy = new Map<number, string>()
  for (const policy of snapshot.policies) {
    const relation = snapshot.relations.find((row) => row.oid === policy.table)
    if (relation === undefined) continue
    for (const expression of [policy.using, policy.check]) {
      if (expression === null) continue
      for (const term of split(strip(parseExpression(expression)), 'and')) {
        const setting = constantCalls(term).find((call) => call.setting !== undefined)?.setting
        if (setting === undefined || ![...flatten(term)].some((node) => node.text === '=')) continue
        const column = relation.columns.find((candidate) => mentions(term, candidate.name))?.name
        if (column === undefined) continue
        votes.set(setting, (votes.get(setting) ?? 0) + (usualNames.test(column) ? 2 : 1))
        if (usualNames.test(column) || !byPolicy.has(relation.oid)) byPolicy.set(relation.oid, column)
      }
    }
  }
  const setting = [...votes].sort((a, b) => b[1] - a[1])[0]?.[0]
  const columns = new Set(byPolicy.values())
  const tables: TenantTable[] = []
  for (const relation of snapshot.relations) {
    if (!'rpf'.includes(relation.kind)) continue
    const known = byPolicy.get(relation.oid)
    const named = relation.columns.find(
      (column) => usualNames.test(column.name) || (columns.has(column.name) && column.name !== 'id'),
    )
    const column = known ?? named?.name
    if (column === undefined) continue
    tables.push({
      relation,
      column,
      via: undefined,
      by: known === undefined ? 'column name' : 'policy',
      declared: undefined,
    })
  }
  const type = tables[0]?.relation.columns.find((column) => column.name === tables[0]?.column)?.type ?? 'uuid'
  const notes = [
    "no definition was given: which tables are tenants' own was taken from policies and column names",
  ]
  if (setting === undefined)
    notes.push('no policy compares a column with a setting, so the tenant setting is not known')
  return { setting, type, tables, shared: new Map(), notes }
}
