import { RlsKitError } from '../errors.ts'
import { displayName } from '../sql.ts'
import type { IdType } from '../types.ts'
import type { Inference, Inferred, InitTable } from './types.ts'

/** Names that tenant columns go by, without case and underscores. */
const usual = [
  'tenantid',
  'organizationid',
  'organisationid',
  'orgid',
  'workspaceid',
  'accountid',
  'companyid',
  'teamid',
]
/** Tables of migration tools: they hold no tenant's rows. */
const tools =
  /^(_prisma_migrations|__drizzle_migrations|knex_migrations(_lock)?|pgmigrations|schema_migrations|typeorm_metadata)$/

/**
 * Tells the tenant of each table from its columns and foreign keys. Guesses nothing: what does not follow is listed as
 * undecided, with what is missing.
 *
 * @throws {@link RlsKitError} `CONFIG_INVALID` where no column looks like a tenant's.
 */
export function infer(tables: readonly InitTable[], column?: string): Inference {
  const name = column ?? usualColumn(tables)
  const withColumn = tables.filter((table) => table.columns.some((candidate) => candidate.name === name))
  if (name === undefined || withColumn.length === 0) {
    throw new RlsKitError(
      'CONFIG_INVALID',
      `No table has a column ${column ?? 'that looks like a tenant id'}.`,
      {
        advice: 'Name it with --tenant-column, or add one: every isolation needs to know whose a row is.',
      },
    )
  }
  const type = commonType(withColumn, name)
  const decided = new Map<InitTable, Inferred['how']>()
  for (const table of withColumn) decided.set(table, { kind: 'tenant', column: name, readOnly: false })
  for (const table of tables) {
    if (decided.has(table) || table.primaryKey.length !== 1) continue
    const pointedAt = withColumn.some((other) =>
      other.foreignKeys.some(
        (key) => key.column === name && key.schema === table.schema && key.table === table.name,
      ),
    )
    if (pointedAt)
      decided.set(table, { kind: 'tenant', column: table.primaryKey[0] as string, readOnly: true })
  }
  // children of children: until nothing more follows
  for (let grew = true; grew; ) {
    grew = false
    for (const table of tables) {
      if (decided.has(table) || tools.test(table.name)) continue
      const parent = parents(table, tables, decided)[0]
      if (parent === undefined) continue
      decided.set(table, { kind: 'via', ...parent })
      grew = true
    }
  }
  return {
    column: name,
    type,
    tables: tables.map((table) => {
      const how = decided.get(table) ?? {
        kind: 'undecided' as const,
        why: tools.test(table.name)
          ? 'it belongs to a migration tool'
          : 'it has no tenant column, and no required foreign key to a table that has one',
      }
      return { table, how, remarks: remarks(table, how, type, tables, decided), guard: vectors(table) }
    }),
  }
}

function usualColumn(tables: readonly InitTable[]): string | undefined {
  const counts = new Map<string, number>()
  for (const table of tables) {
    for (const { name } of table.columns) {
      if (usual.includes(name.toLowerCase().replaceAll('_', '')))
        counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0]
}

function idType(type: string): IdType | undefined {
  if (type === 'uuid') return 'uuid'
  if (/^(bigint|integer|smallint)$/.test(type)) return 'bigint'
  return /^(text|character varying)/.test(type) ? 'text' : undefined
}

function commonType(tables: readonly InitTable[], name: string): IdType {
  const counts = new Map<IdType, number>()
  for (const table of tables) {
    const type = idType(table.columns.find((column) => column.name === name)?.type ?? '')
    if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 'uuid'
}

/** Required foreign keys to tables whose tenant is known, the nearest first. */
function parents(
  table: InitTable,
  tables: readonly InitTable[],
  decided: ReadonlyMap<InitTable, Inferred['how']>,
): { column: string; parent: InitTable; references: string }[] {
  return table.foreignKeys.flatMap((key) => {
    const parent = tables.find((other) => other.schema === key.schema && other.name === key.table)
    const required = table.columns.find((column) => column.name === key.column)?.notNull
    if (parent === undefined || parent === table || !required || !decided.has(parent)) return []
    return [{ column: key.column, parent, references: key.references }]
  })
}

function remarks(
  table: InitTable,
  how: Inferred['how'],
  type: IdType,
  tables: readonly InitTable[],
  decided: ReadonlyMap<InitTable, Inferred['how']>,
): string[] {
  const out: string[] = []
  if (how.kind === 'tenant') {
    const column = table.columns.find((candidate) => candidate.name === how.column)
    if (column !== undefined && !column.notNull)
      out.push(`${how.column} can be NULL: such rows belong to nobody`)
    if (column !== undefined && idType(column.type) !== type)
      out.push(`${how.column} is ${column.type}, and tenants are ${type}`)
    if (how.readOnly) out.push('the tenants themselves: each sees its own row')
  }
  if (how.kind === 'via') {
    const others = parents(table, tables, decided).slice(1)
    if (others.length > 0) {
      out.push(
        `it could also go through ${others.map((other) => `${displayName(other.parent)} (${other.column})`).join(', ')}; all should name the same tenant`,
      )
    }
  }
  const project = table.columns.find((column) => /^(project|team|group|channel)_?id$/i.test(column.name))
  const user = table.columns.find((column) => /^(user|member)_?id$/i.test(column.name))
  if (project !== undefined && user !== undefined && /member/i.test(table.name)) {
    out.push(
      `others may be narrowed to members: also: { column: '${project.name}', memberOf: '${table.name}'${user.name === 'user_id' ? '' : `, user: '${user.name}'`} }`,
    )
  }
  return out
}

function vectors(table: InitTable): { column: string; type: string }[] {
  return table.columns
    .filter((column) => /^(?:\w+\.)?(?:vector|halfvec|sparsevec)\b/.test(column.type))
    .map((column) => ({ column: column.name, type: column.type.replace(/^\w+\./, '') }))
}
