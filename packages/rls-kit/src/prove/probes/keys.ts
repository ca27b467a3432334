import { nameOf } from '../../audit/context.ts'
import { columnNames, guessable } from '../../audit/keys.ts'
import { insertable, insertSql } from '../fill.ts'
import { attempt, type Filled, isPrivilege, reasonOf, type Stage } from '../stage.ts'
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

async function probeForeignKeys(stage: Stage, filled: Filled): Promise<void> {
  const { relation, spareA } = filled
  const { context } = stage
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  const table = context.tenantTable(relation.oid)
  const types = new Map(context.snapshot.types.map((type) => [type.oid, type]))
  for (const key of context.snapshot.constraints) {
    if (key.type !== 'f' || key.table !== relation.oid || context.tenantTable(key.references) === undefined)
      continue
    const target = stage.tables.get(key.references)
    const own = columnNames(relation, key.columns)
    const free = own.filter((name) => name !== table?.column)
    const b = target?.b[0]
    if (free.length === 0 || target === undefined) continue
    if (spareA === undefined || b === undefined) {
      tell('foreign key', 'unproven', `${key.name}: no rows to try it with`)
      continue
    }
    const theirs = columnNames(target.relation, key.referencedColumns)
    const taken = insertable(relation, spareA)
    const nowhere = insertable(relation, spareA)
    for (const name of free) {
      taken.set(name, b[theirs[own.indexOf(name)] as string] ?? null)
      const column = relation.columns.find((row) => row.name === name)
      const fresh =
        column === undefined
          ? undefined
          : candidates({ column, types, checks: [], marker: 'nyxnowhere', index: 90_210, salt: 3 })[0]
      nowhere.set(name, fresh ?? null)
    }
    const there = await attempt(stage, 'a', (session) => session.query(insertSql(relation, taken)))
    const missing = await attempt(stage, 'a', (session) => session.query(insertSql(relation, nowhere)))
    if (!there.ok && isPrivilege(there)) tell('foreign key', 'denied', reasonOf(there))
    else if (there.ok && (missing.ok || missing.code === '23503')) {
      tell(
        'foreign key',
        'leak',
        `${key.name} accepts a key of tenant B's${missing.ok ? '' : ' and refuses one that nobody has, so it tells which exist'}`,
      )
    } else if (!there.ok && !missing.ok && there.code === missing.code) {
      tell(
        'foreign key',
        'held',
        `${key.name} answers alike for a key of tenant B's and for one that nobody has`,
      )
    } else {
      tell(
        'foreign key',
        'unproven',
        `${key.name}: ${[there, missing].map((result) => (result.ok ? 'accepted' : result.code)).join(' against ')}`,
      )
    }
  }
}

async function probeUniqueKeys(stage: Stage, filled: Filled): Promise<void> {
  const { relation, spareA } = filled
  const { context } = stage
  const table = context.tenantTable(relation.oid)
  const b = filled.b[0]
  if (table === undefined) return
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  for (const index of context.snapshot.indexes) {
    if (!index.unique || index.table !== relation.oid || !guessable(context, table, index.columns)) continue
    if (spareA === undefined || b === undefined) {
      tell('unique', 'unproven', `${index.name}: no rows to try it with`)
      continue
    }
    const values = insertable(relation, spareA)
    const links = new Set(
      context.snapshot.constraints
        .filter((key) => key.type === 'f' && key.table === relation.oid)
        .flatMap((key) => key.columns),
    )
    // an expression may be over any column, so all that are free take tenant B's values
    const copied = relation.columns.filter((column) =>
      index.columns.includes(0)
        ? column.name !== table.column && !links.has(column.number) && column.type !== 'uuid'
        : index.columns.includes(column.number),
    )
    for (const column of copied) if (values.has(column.name)) values.set(column.name, b[column.name] ?? null)
    const taken = await attempt(stage, 'a', (session) => session.query(insertSql(relation, values)))
    const fresh = await attempt(stage, 'a', (session) =>
      session.query(insertSql(relation, insertable(relation, spareA))),
    )
    if (!taken.ok && isPrivilege(taken)) tell('unique', 'denied', reasonOf(taken))
    else if (!taken.ok && taken.code === '23505' && fresh.ok) {
      tell('unique', 'leak', `${index.name} refuses a value that tenant B has and takes one that nobody has`)
    } else if (taken.ok) tell('unique', 'held', `${index.name} takes a value that tenant B has`)
    else tell('unique', taken.code === '42501' ? 'held' : 'unproven', `${index.name}: ${reasonOf(taken)}`)
  }
}
