import { nameOf } from '../../audit/context.ts'
import { qualified, quoteIdent } from '../../sql.ts'
import {
  type Attempt,
  affected,
  attempt,
  become,
  carriesMark,
  type Filled,
  isPrivilege,
  literal,
  type Row,
  reasonOf,
  type Stage,
  unbecome,
} from '../stage.ts'
import { versionsOfB } from '../untouched.ts'
import { kindOf, teller } from './read.ts'

/** Columns that can be set to a constant without touching keys. */
export function plainColumn(stage: Stage, filled: Filled): string | undefined {
  const { relation } = filled
  const { snapshot } = stage.context
  const keys = new Set<number>()
  for (const row of snapshot.constraints)
    if (row.table === relation.oid && row.type !== 'c') for (const n of row.columns) keys.add(n)
  for (const row of snapshot.indexes)
    if (row.table === relation.oid && row.unique) for (const n of row.columns) keys.add(n)
  const table = stage.context.tenantTable(relation.oid)
  const wholly = stage.context.heldBy(relation.acl).has('UPDATE')
  return relation.columns.find(
    (column) =>
      !keys.has(column.number) &&
      column.generated === '' &&
      column.identity === '' &&
      column.name !== table?.column &&
      column.name !== table?.via?.column &&
      (wholly || stage.context.heldBy(column.acl).has('UPDATE')),
  )?.name
}

interface Reach {
  readonly rows: number
  /** A row of tenant B's is no longer what, or where, it was. */
  readonly touchedB: boolean
}

/** Runs a statement as tenant A, then looks as the login what became of tenant B's rows. */
function reach(
  stage: Stage,
  filled: Filled,
  sql: string,
  before?: () => Promise<void>,
): Promise<Attempt<Reach>> {
  return attempt(stage, 'login', async (session) => {
    await before?.()
    const versions = await versionsOfB(stage, filled.relation)
    await become(stage, 'a')
    const rows = affected(await session.query(sql))
    await unbecome(stage)
    return { rows, touchedB: versions !== (await versionsOfB(stage, filled.relation)) }
  })
}

/** UPDATE of everything, with a constant and with a column, and UPDATE ... RETURNING. */
export async function probeUpdate(stage: Stage, filled: Filled): Promise<void> {
  const { relation } = filled
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  const name = qualified(relation)
  const plain = plainColumn(stage, filled)
  const free = relation.columns.find((column) => column.generated === '' && column.identity === '')?.name
  const column = plain ?? free
  if (column === undefined) return
  const type = relation.columns.find((row) => row.name === column)?.type ?? 'text'
  const target = quoteIdent(column)
  const constant = plain === undefined ? target : literal(filled.a[0]?.[plain] ?? null, type)
  // without WHERE and without reading a column, the UPDATE policies alone decide
  const blind = await reach(stage, filled, `update ${name} set ${target} = ${constant}`)
  const seeing = await reach(stage, filled, `update ${name} set ${target} = ${target}`)
  // an update that brings rows of others home passes a check that asks for the own tenant
  const home = stage.context.tenantTable(relation.oid)
  const lead = relation.columns.find((row) => row.name === (home?.column ?? home?.via?.column))
  const taken =
    lead === undefined || lead.generated !== '' || lead.identity === 'a'
      ? undefined
      : await reach(
          stage,
          filled,
          `update ${name} set ${quoteIdent(lead.name)} = ${literal(filled.a[0]?.[lead.name] ?? null, lead.type)}`,
        )
  const tried = [blind, seeing, ...(taken?.ok === true ? [taken] : [])]
  if (tried.some((result) => result.ok && result.value.touchedB)) {
    tell('update', 'leak', "an UPDATE without WHERE changed rows of tenant B's")
  } else if (tried.some((result) => result.ok)) {
    const rows = Math.max(...tried.map((result) => (result.ok ? result.value.rows : 0)))
    tell('update', 'held', `an UPDATE without WHERE changed ${rows} rows, none of tenant B's`)
  } else {
    const failure = tried.find((result) => !result.ok)
    if (failure?.ok === false) tell('update', isPrivilege(failure) ? 'denied' : 'unproven', reasonOf(failure))
  }
  const returned = await attempt(stage, 'a', async (session) => {
    const { rows } = await session.query(
      `with rls_kit_row as (update ${name} set ${target} = ${constant} returning *) select count(*)::int as n from rls_kit_row where ${carriesMark}`,
      [[...stage.sides.b.marks]],
    )
    return (rows as { n: number }[])[0]?.n ?? 0
  })
  if (returned.ok && returned.value > 0) {
    tell('returning', 'leak', `UPDATE ... RETURNING gave ${returned.value} rows of tenant B's`)
  }
}

/** UPDATE that hands tenant A's rows to tenant B, with all that foreign keys ask for: only policies can stop it. */
export async function probeMove(stage: Stage, filled: Filled, b: Row): Promise<void> {
  const { relation } = filled
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  const table = stage.context.tenantTable(relation.oid)
  const moved = new Set([table?.column, table?.via?.column])
  for (const key of stage.context.snapshot.constraints) {
    if (key.type !== 'f' || key.table !== relation.oid) continue
    for (const number of key.columns)
      moved.add(relation.columns.find((column) => column.number === number)?.name)
  }
  const assignments = relation.columns
    .filter((column) => moved.has(column.name) && column.generated === '' && column.identity !== 'a')
    .map((column) => `${quoteIdent(column.name)} = ${literal(b[column.name] ?? null, column.type)}`)
  if (assignments.length === 0) return
  const move = await attempt(stage, 'a', async (session) =>
    affected(await session.query(`update ${qualified(relation)} set ${assignments.join(', ')}`)),
  )
  if (move.ok) {
    if (move.value > 0) tell('move', 'leak', `${move.value} rows were moved to tenant B`)
    else tell('move', 'held', 'no row could be moved')
  } else if (isPrivilege(move)) tell('move', 'denied', reasonOf(move))
  else if (move.code === '42501') tell('move', 'held', reasonOf(move))
  else if (['23001', '23503', '23505'].includes(move.code)) {
    // policies are checked before keys
    tell('move', 'leak', `the policies let the row go to tenant B; only a key stopped it: ${reasonOf(move)}`)
  } else tell('move', 'unproven', reasonOf(move))
}

/** DELETE of everything. */
export async function probeDelete(stage: Stage, filled: Filled): Promise<void> {
  const { relation } = filled
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  const sql = `delete from ${qualified(relation)}`
  let deleted = await reach(stage, filled, sql)
  if (!deleted.ok && (deleted.code === '23503' || deleted.code === '23001')) {
    // PostgreSQL 18 has a state of its own for RESTRICT
    deleted = await reach(stage, filled, sql, () => clearDependents(stage, relation.oid, new Set()))
  }
  if (!deleted.ok) tell('delete', isPrivilege(deleted) ? 'denied' : 'unproven', reasonOf(deleted))
  else if (deleted.value.touchedB) tell('delete', 'leak', "a DELETE without WHERE removed rows of tenant B's")
  else tell('delete', 'held', `a DELETE without WHERE removed ${deleted.value.rows} rows, none of tenant B's`)
}

/** Rows that point at the table would stop the DELETE for a reason of their own. */
async function clearDependents(stage: Stage, oid: number, seen: Set<number>): Promise<void> {
  if (seen.has(oid)) return
  seen.add(oid)
  for (const key of stage.context.snapshot.constraints) {
    if (key.type !== 'f' || key.references !== oid || key.table === oid) continue
    const child = stage.context.relation(key.table)
    if (child === undefined) continue
    await clearDependents(stage, child.oid, seen)
    await stage.session.query(`delete from ${qualified(child)}`)
  }
}
