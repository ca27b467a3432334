import { nameOf } from '../../audit/context.ts'
import { qualified, quoteIdent } from '../../sql.ts'
import { copyIn } from '../copy.ts'
import { insertable, insertSql } from '../fill.ts'
import { type Attempt, attempt, type Filled, isPrivilege, reasonOf, type Stage } from '../stage.ts'
import { kindOf, teller } from './read.ts'

/** INSERT, INSERT ... RETURNING and COPY FROM of a row of tenant B's. */
export async function probeInsert(stage: Stage, filled: Filled): Promise<void> {
  const { relation, spareA, spareB } = filled
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  if (spareB === undefined) {
    const reason = 'no second row of tenant B fits into the table'
    for (const action of ['insert', 'copy in', 'returning'] as const) {
      if (stage.context.held(relation).has('INSERT')) tell(action, 'unproven', reason)
      else tell(action, 'denied', 'the app role may not insert')
    }
    return
  }
  const foreign = insertable(stage, relation, spareB)
  const own =
    spareA === undefined
      ? undefined
      : await attempt(stage, 'a', (session) =>
          session.query(insertSql(relation, insertable(stage, relation, spareA))),
        )
  const judge = (action: 'insert' | 'returning', result: Attempt<unknown>): void => {
    if (result.ok) tell(action, 'leak', "tenant A planted a row in tenant B's data")
    else if (isPrivilege(result)) tell(action, 'denied', reasonOf(result))
    else if (result.code !== '42501') tell(action, 'unproven', reasonOf(result))
    else if (own?.ok === false && own.code === '42501')
      tell(action, 'denied', 'tenant A may not insert its own rows either')
    else tell(action, 'held', reasonOf(result))
  }
  judge('insert', await attempt(stage, 'a', (session) => session.query(insertSql(relation, foreign))))
  judge(
    'returning',
    await attempt(stage, 'a', (session) => session.query(insertSql(relation, foreign, 'returning *'))),
  )
  const names = [...foreign.keys()].map(quoteIdent).join(', ')
  const copied = await attempt(stage, 'a', (session) =>
    copyIn(session, `copy ${qualified(relation)} (${names}) from stdin`, [...foreign.values()]),
  )
  if (!copied.ok) {
    const refused = copied.code === '0A000' || copied.code === '42501'
    tell('copy in', isPrivilege(copied) ? 'denied' : refused ? 'held' : 'unproven', reasonOf(copied))
  } else if (copied.value) tell('copy in', 'leak', "COPY FROM planted a row in tenant B's data")
  else tell('copy in', 'unproven', 'this driver has no COPY')
}
