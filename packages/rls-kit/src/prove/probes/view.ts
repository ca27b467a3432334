import { nameOf } from '../../audit/context.ts'
import type { RelationRow } from '../../audit/snapshot/types.ts'
import { qualified, quoteIdent } from '../../sql.ts'
import { attempt, become, isPrivilege, reasonOf, type Stage, unbecome } from '../stage.ts'
import { allVersionsOfB } from '../untouched.ts'
import { kindOf, teller } from './read.ts'

/** UPDATE and DELETE through a view that PostgreSQL or a trigger makes updatable. */
export async function probeViewWrites(stage: Stage, view: RelationRow): Promise<void> {
  const held = stage.context.held(view)
  const tell = teller(stage, nameOf(view), kindOf(view))
  const column = view.columns[0]
  if (column === undefined) return
  const statements = {
    update: `update ${qualified(view)} set ${quoteIdent(column.name)} = ${quoteIdent(column.name)}`,
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
