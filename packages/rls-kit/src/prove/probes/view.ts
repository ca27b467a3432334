import { nameOf } from '../../audit/context.ts'
import type { RelationRow } from '../../audit/snapshot/types.ts'
import { qualified, quoteIdent } from '../../sql.ts'
import { insertable, insertSql } from '../fill.ts'
import {
  attempt,
  become,
  type Filled,
  isPrivilege,
  literal,
  reasonOf,
  type Stage,
  unbecome,
} from '../stage.ts'
import { allVersionsOfB } from '../untouched.ts'
import { kindOf, teller } from './read.ts'
import { plainColumn } from './update.ts'

/** INSERT, UPDATE and DELETE through a view that PostgreSQL or a trigger makes updatable. */
export async function probeViewWrites(stage: Stage, view: RelationRow): Promise<void> {
  const held = stage.context.held(view)
  const tell = teller(stage, nameOf(view), kindOf(view))
  const column = view.columns[0]
  if (column === undefined) return
  const base = baseOf(stage, view)
  if (held.has('INSERT')) await probeViewInsert(stage, view, base)
  const readable = held.has('SELECT')
  const plain =
    base === undefined ? undefined : view.columns.find(({ name }) => name === plainColumn(stage, base))
  const blind =
    plain === undefined || readable
      ? `${quoteIdent(column.name)} = ${quoteIdent(column.name)}`
      : `${quoteIdent(plain.name)} = ${literal(base?.a[0]?.[plain.name] ?? null, plain.type)}`
  const statements = {
    update: `update ${qualified(view)} set ${blind}`,
    delete: `delete from ${qualified(view)}`,
  }
  for (const action of ['update', 'delete'] as const) {
    if (!held.has(action.toUpperCase())) {
      tell(action, 'denied', `the app role may not ${action}`)
      continue
    }
    const done = await attempt(stage, 'login', async (session) => {
      const before = await allVersionsOfB(stage)
      await become(stage, 'a')
      await session.query(statements[action])
      await unbecome(stage)
      return before !== (await allVersionsOfB(stage))
    })
    if (done.ok)
      tell(
        action,
        done.value ? 'leak' : 'held',
        done.value ? `it reached rows of tenant B's through the view` : "tenant B's rows are untouched",
      )
    else if (isPrivilege(done)) tell(action, 'denied', reasonOf(done))
    else tell(action, done.code === '55000' ? 'held' : 'unproven', reasonOf(done))
  }
}

/** The table of tenants' rows whose columns the view shows under their own names. */
function baseOf(stage: Stage, view: RelationRow): Filled | undefined {
  const seen = new Set([view.oid])
  for (const oid of seen) {
    const filled = stage.tables.get(oid)
    const names = new Set(filled?.relation.columns.map(({ name }) => name))
    const tenant = stage.context.tenantTable(oid)
    if (filled !== undefined && tenant !== undefined && view.columns.every(({ name }) => names.has(name))) {
      return filled
    }
    for (const row of stage.context.snapshot.reads) if (row.view === oid) seen.add(row.relation)
  }
  return undefined
}

/** INSERT of a row of tenant B's through the view. */
async function probeViewInsert(stage: Stage, view: RelationRow, base: Filled | undefined): Promise<void> {
  const tell = teller(stage, nameOf(view), kindOf(view))
  if (base?.spareB === undefined) {
    tell('insert', 'unproven', 'no row of tenant B is known that fits into the view')
    return
  }
  const shown = new Set(view.columns.map(({ name }) => name))
  const row = [...insertable(stage, base.relation, base.spareB)].filter(([name]) => shown.has(name))
  const done = await attempt(stage, 'a', (session) => session.query(insertSql(view, new Map(row))))
  if (done.ok) tell('insert', 'leak', "tenant A planted a row in tenant B's data through the view")
  else if (isPrivilege(done)) tell('insert', 'denied', reasonOf(done))
  // no policy, CHECK OPTION, or a view that takes no rows
  else tell('insert', ['42501', '44000', '55000'].includes(done.code) ? 'held' : 'unproven', reasonOf(done))
}
