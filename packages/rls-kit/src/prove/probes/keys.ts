import { nameOf } from '../../audit/context.ts'
import { columnNames, guessable } from '../../audit/keys.ts'
import type { ColumnRow } from '../../audit/snapshot/types.ts'
import { qualified, quoteIdent } from '../../sql.ts'
import { insertable, insertSql } from '../fill.ts'
import {
  type Attempt,
  attempt,
  type Filled,
  isPrivilege,
  literal,
  type Row,
  reasonOf,
  type Stage,
} from '../stage.ts'
import type { Action } from '../types.ts'
import { candidates } from '../values.ts'
import { kindOf, teller } from './read.ts'

/**
 * What foreign and unique keys tell. They are checked past the policies, so a key that leaves the tenant out answers
 * differently for a value that another tenant has and for one that nobody has.
 */
export async function probeKeys(stage: Stage, filled: Filled): Promise<void> {
  await probeForeignKeys(stage, filled)
  await probeUniqueKeys(stage, filled)
}

type Write = (values: ReadonlyMap<string, string | null>) => Promise<Attempt<unknown>>

/** How tenant A can put values into the table: a row of its own that is new, or one that it has. */
function writer(stage: Stage, filled: Filled, action: Action): Write | undefined {
  const { relation, spareA } = filled
  const held = stage.context.held(relation)
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  if (!held.has('INSERT') && !held.has('UPDATE')) {
    tell(action, 'denied', 'the app role may neither insert nor update')
    return undefined
  }
  if (held.has('INSERT') && spareA !== undefined) {
    return (values) => {
      const row = new Map([...insertable(stage, relation, spareA), ...values])
      return attempt(stage, 'a', (session) => session.query(insertSql(relation, row)))
    }
  }
  const where = held.has('UPDATE') ? whereRow(stage, filled, filled.a[0]) : undefined
  if (where === undefined) {
    tell(
      action,
      'unproven',
      `no row to try it with${filled.reason === undefined ? '' : `: ${filled.reason}`}`,
    )
    return undefined
  }
  return (values) => {
    const set = [...values].map(
      ([name, text]) => `${quoteIdent(name)} = ${literal(text, columnOf(filled, name)?.type ?? 'text')}`,
    )
    return attempt(stage, 'a', (session) =>
      session.query(`update ${qualified(relation)} set ${set.join(', ')} where ${where}`),
    )
  }
}

/** The condition that finds one row by its primary key. */
function whereRow(stage: Stage, filled: Filled, row: Row | undefined): string | undefined {
  const { relation } = filled
  const key = stage.context.snapshot.indexes.find((index) => index.table === relation.oid && index.primary)
  if (row === undefined || key === undefined) return undefined
  return columnNames(relation, key.columns)
    .map(
      (name) => `${quoteIdent(name)} = ${literal(row[name] ?? null, columnOf(filled, name)?.type ?? 'text')}`,
    )
    .join(' and ')
}

const columnOf = (filled: Filled, name: string): ColumnRow | undefined =>
  filled.relation.columns.find((column) => column.name === name)

/** A value that no row has. */
function nobodys(stage: Stage, column: ColumnRow): string | null {
  const types = new Map(stage.context.snapshot.types.map((type) => [type.oid, type]))
  return candidates({ column, types, checks: [], marker: 'nyxnowhere', index: 90_210, salt: 3 })[0] ?? null
}

/** Whether foreign keys tell which of tenant B's keys exist. */
export async function probeForeignKeys(stage: Stage, filled: Filled): Promise<void> {
  const { relation } = filled
  const { context } = stage
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  const table = context.tenantTable(relation.oid)
  for (const key of context.snapshot.constraints) {
    if (key.type !== 'f' || key.table !== relation.oid || context.tenantTable(key.references) === undefined)
      continue
    const target = stage.tables.get(key.references)
    const own = columnNames(relation, key.columns)
    const free = own.filter((name) => name !== table?.column)
    const b = target?.b[0]
    if (free.length === 0 || target === undefined) continue
    const write = writer(stage, filled, 'foreign key')
    if (write === undefined) continue
    if (b === undefined) {
      tell('foreign key', 'unproven', `${key.name}: tenant B has no row to point at`)
      continue
    }
    const theirs = columnNames(target.relation, key.referencedColumns)
    const taken = new Map<string, string | null>()
    const nowhere = new Map<string, string | null>()
    for (const name of free) {
      const column = columnOf(filled, name)
      taken.set(name, b[theirs[own.indexOf(name)] as string] ?? null)
      nowhere.set(name, column === undefined ? null : nobodys(stage, column))
    }
    const there = await write(taken)
    const missing = await write(nowhere)
    if (!there.ok && isPrivilege(there)) tell('foreign key', 'denied', reasonOf(there))
    else if (there.ok && (missing.ok || missing.code === '23503')) {
      const tells = missing.ok ? '' : ' and refuses one that nobody has, so it tells which exist'
      tell('foreign key', 'leak', `${key.name} accepts a key of tenant B's${tells}`)
    } else if (!there.ok && !missing.ok && there.code === missing.code) {
      tell(
        'foreign key',
        'held',
        `${key.name} answers alike for a key of tenant B's and for one that nobody has`,
      )
    } else {
      const codes = [there, missing].map((result) => (result.ok ? 'accepted' : result.code)).join(' against ')
      tell('foreign key', 'unproven', `${key.name}: ${codes}`)
    }
  }
}

async function probeUniqueKeys(stage: Stage, filled: Filled): Promise<void> {
  const { relation } = filled
  const { context } = stage
  const table = context.tenantTable(relation.oid)
  const b = filled.b[0]
  if (table === undefined) return
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  const linked = new Set(
    context.snapshot.constraints
      .filter((key) => key.type === 'f' && key.table === relation.oid)
      .flatMap((key) => key.columns),
  )
  for (const index of context.snapshot.indexes) {
    if (
      (!index.unique && !index.exclusion) ||
      index.table !== relation.oid ||
      !guessable(context, table, index.columns)
    )
      continue
    const write = writer(stage, filled, 'unique')
    if (write === undefined) continue
    if (b === undefined) {
      tell('unique', 'unproven', `${index.name}: tenant B has no row`)
      continue
    }
    // an expression may be over any column, so all that are free take tenant B's values
    const columns = relation.columns.filter((column) => {
      if (column.generated !== '' || column.identity === 'a' || column.name === table.column) return false
      if (!index.columns.includes(0)) return index.columns.includes(column.number)
      return !linked.has(column.number) && column.type !== 'uuid'
    })
    const taken = await write(new Map(columns.map((column) => [column.name, b[column.name] ?? null])))
    if (!taken.ok && isPrivilege(taken)) tell('unique', 'denied', reasonOf(taken))
    else if (taken.ok) tell('unique', 'held', `${index.name} takes a value that tenant B has`)
    else if (taken.code === '23505' || taken.code === '23P01') {
      tell('unique', 'leak', `${index.name} refuses a value because tenant B has it`)
    } else tell('unique', taken.code === '42501' ? 'held' : 'unproven', `${index.name}: ${reasonOf(taken)}`)
  }
}
