import { nameOf } from '../../audit/context.ts'
import { qualified, quoteIdent } from '../../sql.ts'
import { affected, attempt, type Filled, isPrivilege, reasonOf, type Stage } from '../stage.ts'
import { probeInsert } from './insert.ts'
import { kindOf, teller } from './read.ts'
import { probeDelete, probeMove, probeUpdate } from './update.ts'
import { probeMerge, probeUpsert } from './upsert.ts'

/** Everything that writes to one table of tenants' rows. */
export async function probeWrite(stage: Stage, filled: Filled): Promise<void> {
  const { relation, spareA, spareB } = filled
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  const b = filled.b[0]
  const writes = ['insert', 'copy in', 'returning', 'update', 'move', 'delete', 'upsert', 'merge'] as const
  if (filled.reason !== undefined || b === undefined) {
    for (const action of writes)
      tell(action, 'unproven', `could not be filled: ${filled.reason ?? 'no row of B'}`)
  } else {
    await probeInsert(stage, filled)
    await probeUpdate(stage, filled)
    await probeMove(stage, filled, b)
    await probeDelete(stage, filled)
    await probeUpsert(stage, filled, b, spareA)
    await probeMerge(stage, filled, b, spareB)
  }
  const truncated = await attempt(stage, 'a', (session) => session.query(`truncate ${qualified(relation)}`))
  if (truncated.ok) tell('truncate', 'leak', 'TRUNCATE removed the rows of every tenant')
  else if (isPrivilege(truncated)) tell('truncate', 'denied', reasonOf(truncated))
  else if (truncated.code === '0A000')
    tell('truncate', 'held', `only because of a foreign key: ${reasonOf(truncated)}`)
  else tell('truncate', 'unproven', reasonOf(truncated))
}

/** DDL that only an owner may run, as whoever the app role is. */
export async function probeDdl(stage: Stage, filled: Filled): Promise<void> {
  const name = qualified(filled.relation)
  const tell = teller(stage, nameOf(filled.relation), kindOf(filled.relation))
  for (const sql of [`alter table ${name} disable row level security`, `drop table ${name} cascade`]) {
    const done = await attempt(stage, 'a', (session) => session.query(sql))
    if (done.ok) {
      tell(
        'ddl',
        'leak',
        `${sql.startsWith('drop') ? 'the table could be dropped, with the rows of every tenant' : 'row-level security could be switched off'}`,
      )
      return
    }
    if (!['42501', '55P03'].includes(done.code)) {
      tell('ddl', 'unproven', reasonOf(done))
      return
    }
  }
  tell('ddl', 'denied', 'the app role may neither alter nor drop it')
}

/** A table that every tenant reads and none may write. */
export async function probeShared(stage: Stage, filled: Filled): Promise<void> {
  const { relation } = filled
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  const column = relation.columns.find((row) => row.generated === '' && row.identity === '')?.name
  for (const [action, sql] of [
    [
      'update',
      column === undefined
        ? undefined
        : `update ${qualified(relation)} set ${quoteIdent(column)} = ${quoteIdent(column)}`,
    ],
    ['delete', `delete from ${qualified(relation)}`],
    ['truncate', `truncate ${qualified(relation)}`],
  ] as const) {
    if (sql === undefined) continue
    const done = await attempt(stage, 'a', async (session) => affected(await session.query(sql)))
    if (done.ok && (done.value > 0 || action === 'truncate'))
      tell(action, 'leak', 'a tenant changed what all tenants read')
    else if (done.ok) tell(action, 'held', 'no row was touched')
    else tell(action, isPrivilege(done) ? 'denied' : 'held', reasonOf(done))
  }
}
