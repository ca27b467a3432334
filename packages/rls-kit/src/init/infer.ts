import { RlsKitError } from '../errors.ts'
import { displayName } from '../sql.ts'
import type { IdType } from '../types.ts'
import type { Inference, Inferred, InitTable } from './types.ts'

/** Names that tenant columns go by, without case and underscores. */
const usual: readonly string[] = [
  'tenantid',
  'organizationid',
  'organisationid',
  'orgid',
  'workspaceid',
  'accountid',
  'companyid',
  'teamid',
]
const isUsual = (name: string): boolean => usual.includes(name.toLowerCase().replaceAll('_', ''))
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
      other.foreignKeys.some((key) => key.column === name && isOf(key, table)),
    )
    if (pointedAt)
      decided.set(table, { kind: 'tenant', column: table.primaryKey[0] as string, readOnly: true })
  }
  for (const table of tables) {
    const column = decided.has(table) ? undefined : toTenants(table, decided, tables)
    if (column !== undefined) decided.set(table, { kind: 'tenant', column, readOnly: false })
  }
  // Children of children: until nothing more follows. What a row is a part of goes before what it only mentions.
  const open = (): InitTable[] => tables.filter((table) => !decided.has(table) && !tools.test(table.name))
  const decide = (wanted: (table: InitTable, parent: Parent) => boolean): boolean => {
    let grew = false
    for (const table of open()) {
      const parent = parents(table, tables, decided).find((candidate) => wanted(table, candidate))
      if (parent === undefined) continue
      const { column, parent: to, references } = parent
      decided.set(table, { kind: 'via', column, parent: to, references })
      grew = true
    }
    return grew
  }
  const waits = (table: InitTable): boolean =>
    table.foreignKeys.some(
      (key) =>
        key.cascades &&
        required(table, key.column) &&
        open().some((other) => other !== table && isOf(key, other)),
    )
  while (decide((_, parent) => parent.cascades) || decide((table) => !waits(table)) || decide(() => true));
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
      if (isUsual(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
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

type Key = InitTable['foreignKeys'][number]

const isOf = (key: Key, table: InitTable): boolean => key.schema === table.schema && key.table === table.name

const required = (table: InitTable, column: string): boolean =>
  table.columns.find((candidate) => candidate.name === column)?.notNull ?? false

/** A required foreign key to the table of the tenants themselves is a tenant column, whatever its name. */
function toTenants(
  table: InitTable,
  decided: ReadonlyMap<InitTable, Inferred['how']>,
  tables: readonly InitTable[],
): string | undefined {
  const keys = table.foreignKeys.filter((key) => {
    const how = decided.get(tables.find((other) => isOf(key, other)) ?? table)
    return (
      how?.kind === 'tenant' && how.readOnly && how.column === key.references && required(table, key.column)
    )
  })
  return (keys.find((key) => isUsual(key.column)) ?? keys[0])?.column
}

interface Parent {
  readonly column: string
  readonly parent: InitTable
  readonly references: string
  readonly cascades: boolean
}

/** Required foreign keys to tables whose tenant is known; first those that the row goes away with. */
function parents(
  table: InitTable,
  tables: readonly InitTable[],
  decided: ReadonlyMap<InitTable, Inferred['how']>,
): Parent[] {
  const found = table.foreignKeys.flatMap((key) => {
    const parent = tables.find((other) => isOf(key, other))
    if (parent === undefined || parent === table || !required(table, key.column) || !decided.has(parent))
      return []
    return [{ column: key.column, parent, references: key.references, cascades: key.cascades }]
  })
  return [...found.filter((each) => each.cascades), ...found.filter((each) => !each.cascades)]
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
    const { column } = how
    const others = parents(table, tables, decided).filter((other) => other.column !== column)
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
