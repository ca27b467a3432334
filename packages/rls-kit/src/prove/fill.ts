import type { ConstraintRow, RelationRow } from '../audit/snapshot/types.ts'
import { sqlState } from '../errors.ts'
import { qualified, quoteIdent } from '../sql.ts'
import { become, type Filled, literal, type Row, type Side, type Stage } from './stage.ts'
import { candidates } from './values.ts'

/** A column that takes its value from a row of another table: a foreign key, or a rule of the definition. */
export interface Link {
  readonly columns: readonly string[]
  readonly target: number
  readonly targetColumns: readonly string[]
}

/** A failure that says why a table could not be filled. */
export class CannotFill extends Error {}

/** Puts one row into a table for one side, trying values until its constraints are satisfied. */
export async function insertRow(
  stage: Stage,
  filled: Filled,
  links: readonly Link[],
  side: Side,
  index: number,
  tries = 60,
  parent: 'first' | 'last' = 'first',
): Promise<Row> {
  const { relation } = filled
  const state = new Map<string, { at: number; salt: number; forced: boolean }>()
  const known = knownValues(stage, relation, links, side, parent)
  let last = ''
  for (let tried = 0; tried < tries; tried++) {
    const values = chooseValues(stage, relation, known, state, side, index)
    const { session } = stage
    await session.query('savepoint rls_kit_fill')
    try {
      if (!stage.authorized) await become(stage, side === stage.sides.a ? 'a' : 'b')
      const { rows } = await session.query(insertSql(relation, values, `returning ${textColumns(relation)}`))
      if (!stage.authorized) await session.query('reset role')
      await session.query('release savepoint rls_kit_fill')
      return (rows as Row[])[0] as Row
    } catch (error) {
      await session.query('rollback to savepoint rls_kit_fill')
      await session.query('release savepoint rls_kit_fill')
      last = (error as Error).message
      if (!adjust(stage, relation, error, state, known)) break
    }
  }
  throw new CannotFill(last)
}

/** Tenant, user, parents: what is not free to choose. */
function knownValues(
  stage: Stage,
  relation: RelationRow,
  links: readonly Link[],
  side: Side,
  which: 'first' | 'last',
): Map<string, string | null> {
  const known = new Map<string, string | null>()
  for (const link of links) {
    const parent = stage.tables.get(link.target)
    const rows = side === stage.sides.b ? parent?.b : parent?.a
    const row = which === 'first' ? rows?.[0] : rows?.[rows.length - 1]
    link.columns.forEach((name, at) => {
      const column = relation.columns.find((candidate) => candidate.name === name)
      if (row !== undefined) known.set(name, row[link.targetColumns[at] as string] ?? null)
      else if (column?.notNull === false && !known.has(name)) known.set(name, null)
    })
  }
  const table = stage.context.tenantTable(relation.oid)
  if (table?.column !== undefined) known.set(table.column, side.tenant)
  for (const rule of stage.context.definition?.tables ?? []) {
    const here = rule.schema === relation.schema && rule.name === relation.name
    for (const also of rule.also) {
      if (also.kind === 'owner' && here && !known.has(also.column)) known.set(also.column, side.user)
      const members =
        also.kind === 'member' && also.table.schema === relation.schema && also.table.name === relation.name
      if (members && !known.has(also.user)) known.set(also.user, side.user)
    }
  }
  return known
}

function chooseValues(
  stage: Stage,
  relation: RelationRow,
  known: ReadonlyMap<string, string | null>,
  state: Map<string, { at: number; salt: number; forced: boolean }>,
  side: Side,
  index: number,
): Map<string, string | null> {
  const { snapshot } = stage.context
  const types = new Map(snapshot.types.map((type) => [type.oid, type]))
  const checks = snapshot.constraints.filter((row) => row.table === relation.oid && row.type === 'c')
  const bound = partitionBounds(stage, relation)
  const values = new Map<string, string | null>()
  const tenantColumn = stage.context.tenantTable(relation.oid)?.column
  for (const column of relation.columns) {
    // the tenants' own key may be a counter; only there its value matters
    const given = column.name === tenantColumn && (known.get(column.name) ?? '') !== ''
    if (column.generated !== '' || (column.identity !== '' && !given)) continue
    if (known.has(column.name)) {
      values.set(column.name, known.get(column.name) ?? null)
      continue
    }
    const here = state.get(column.name) ?? { at: 0, salt: 0, forced: false }
    const about = checks.filter((row) => row.columns.includes(column.number)).map((row) => row.definition)
    const inKey = bound.columns.has(column.name)
    const list = candidates({
      column,
      types,
      checks: inKey ? [bound.text, ...about] : about,
      marker: side.marker,
      index,
      salt: here.salt,
    })
    const kind = types.get(column.typeOid)?.kind
    const varied = index > 0 && (kind === 'e' || column.type === 'boolean' || about.length > 0)
    if (column.default !== null && !varied && !here.forced && !inKey) continue
    if (list.length === 0) {
      if (column.notNull) throw new CannotFill(`no value is known for ${column.name} of type ${column.type}`)
      continue
    }
    values.set(column.name, list[here.at % list.length] as string)
  }
  return values
}

/** Bounds of a partition, and of the partitions that it is part of. */
function partitionBounds(stage: Stage, relation: RelationRow): { text: string; columns: Set<string> } {
  const columns = new Set<string>()
  let text = ''
  let here: RelationRow | undefined = relation
  while (here?.partition === true) {
    text += ` ${here.bound ?? ''}`
    const parent = stage.context.snapshot.inheritance.find((row) => row.child === here?.oid)?.parent
    here = parent === undefined ? undefined : stage.context.relation(parent)
    for (const number of here?.partitionKey ?? []) {
      const name = here?.columns.find((column) => column.number === number)?.name
      if (name !== undefined) columns.add(name)
    }
  }
  return { text, columns }
}

/** Turns to the next values of the columns that an error is about. False where nothing can be done. */
function adjust(
  stage: Stage,
  relation: RelationRow,
  error: unknown,
  state: Map<string, { at: number; salt: number; forced: boolean }>,
  known: ReadonlyMap<string, string | null>,
): boolean {
  const code = sqlState(error)
  const { constraint, column } = error as { constraint?: string; column?: string }
  const { snapshot } = stage.context
  const free = relation.columns.filter(
    (row) => !known.has(row.name) && row.generated === '' && row.identity === '',
  )
  const numbers = new Set<number>()
  for (const row of snapshot.constraints) {
    if (row.table === relation.oid && row.name === constraint)
      for (const number of row.columns) numbers.add(number)
  }
  for (const row of snapshot.indexes) {
    if (row.table === relation.oid && row.name === constraint)
      for (const number of row.columns) numbers.add(number)
  }
  const domains = new Set(
    snapshot.types
      .filter((type) => type.checks.some((check) => check.name === constraint))
      .map((type) => type.oid),
  )
  let about = free.filter((row) => numbers.has(row.number) || domains.has(row.typeOid) || row.name === column)
  const bump = (part: 'at' | 'salt'): boolean => {
    for (const row of about) {
      const here = state.get(row.name) ?? { at: 0, salt: 0, forced: false }
      state.set(row.name, { ...here, [part]: here[part] + 1, forced: true })
    }
    return about.length > 0
  }
  if (code === '23514' || code === '23502') {
    if (about.length === 0) {
      const keys = partitionBounds(stage, relation).columns
      about = free.filter((row) => (keys.size > 0 ? keys.has(row.name) : true))
    }
    // several columns of one constraint: the digits of a counter, so that every combination has its turn
    if (about.length > 1) {
      const total = about.reduce((sum, row) => sum + (state.get(row.name)?.at ?? 0), 0)
      about = [about[total % about.length] as (typeof about)[number]]
    }
    return bump('at')
  }
  if (code === '23505' || code === '23P01') return bump('salt')
  if (code !== undefined && /^22/.test(code)) {
    about = free
    return bump('at')
  }
  return false
}

/** INSERT with literals. A row made of nothing but defaults has its own form. */
export function insertSql(
  relation: RelationRow,
  values: ReadonlyMap<string, string | null>,
  rest = '',
): string {
  const entries = [...values]
  if (entries.length === 0) return `insert into ${qualified(relation)} default values ${rest}`
  const type = (name: string): string =>
    relation.columns.find((column) => column.name === name)?.type ?? 'text'
  const names = entries.map(([name]) => quoteIdent(name)).join(', ')
  const list = entries.map(([name, text]) => literal(text, type(name))).join(', ')
  return `insert into ${qualified(relation)} (${names}) ${overriding(relation, values)}values (${list}) ${rest}`
}

/** What an INSERT needs to say before it may give an identity column a value. */
export function overriding(relation: RelationRow, values: ReadonlyMap<string, string | null>): string {
  const named = relation.columns.some((column) => column.identity === 'a' && values.has(column.name))
  return named ? 'overriding system value ' : ''
}

/** The columns of a captured row that an INSERT may name; the tenant is always among them. */
export function insertable(stage: Stage, relation: RelationRow, row: Row): Map<string, string | null> {
  const tenant = stage.context.tenantTable(relation.oid)?.column
  const names = relation.columns.filter(
    (column) => column.generated === '' && (column.identity !== 'a' || column.name === tenant),
  )
  return new Map(names.map((column) => [column.name, row[column.name] ?? null]))
}

function textColumns(relation: RelationRow): string {
  return relation.columns
    .map((column) => `${quoteIdent(column.name)}::text as ${quoteIdent(column.name)}`)
    .join(', ')
}

/** Foreign keys of a table as links. */
export function foreignKeyLinks(
  relation: RelationRow,
  keys: readonly ConstraintRow[],
  find: (oid: number) => RelationRow | undefined,
): Link[] {
  return keys.flatMap((key) => {
    const target = find(key.references)
    if (key.type !== 'f' || key.table !== relation.oid || target === undefined) return []
    const name = (from: RelationRow, number: number): string =>
      from.columns.find((column) => column.number === number)?.name ?? ''
    return [
      {
        columns: key.columns.map((number) => name(relation, number)),
        target: target.oid,
        targetColumns: key.referencedColumns.map((number) => name(target, number)),
      },
    ]
  })
}
