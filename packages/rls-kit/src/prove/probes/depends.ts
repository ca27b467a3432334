import { nameOf } from '../../audit/context.ts'
import { describeFunction } from '../../audit/functions.ts'
import { qualified } from '../../sql.ts'
import { attempt, become, carriesMark, type Stage, unbecome } from '../stage.ts'
import { refresh } from '../world.ts'
import { argumentSets, callables, callSql } from './function.ts'
import { onlyReads } from './only-reads.ts'
import { kindOf, readableFrom, teller } from './read.ts'

/**
 * What tenant A is answered must not depend on tenant B's rows: views and functions are asked, tenant B's rows are
 * removed, and they are asked again. This finds counts, sums and other answers that show no row.
 */
export async function probeDependence(stage: Stage): Promise<void> {
  const questions = new Map<string, { sql: string; tell: ReturnType<typeof teller> }>()
  for (const view of stage.context.snapshot.relations) {
    if (!'vm'.includes(view.kind) || !stage.context.held(view).has('SELECT')) continue
    const sql = `select coalesce(string_agg(rls_kit_row::text, '|' order by rls_kit_row::text), '') as answer from ${readableFrom(stage, view)} rls_kit_row`
    questions.set(nameOf(view), { sql, tell: teller(stage, nameOf(view), kindOf(view)) })
  }
  for (const fn of callables(stage)) {
    const args = argumentSets(stage, fn)?.[0]
    if (args === undefined || fn.kind === 'p' || (fn.volatility === 'v' && !onlyReads(stage, fn))) continue
    const name = describeFunction(fn)
    const sql = `select coalesce(string_agg(q.answer, '|' order by q.answer), '') as answer from (${callSql(fn, args)}) q`
    questions.set(name, { sql, tell: teller(stage, name, 'function') })
  }
  if (questions.size === 0) return
  if (!stage.authorized) {
    const why = "only a superuser login can remove tenant B's rows to see whether the answer changes"
    for (const { tell } of questions.values()) tell('depends', 'unproven', why)
    return
  }
  const ask = async (): Promise<Map<string, string>> => {
    const answers = new Map<string, string>()
    for (const [name, { sql }] of questions) {
      const done = await attempt(
        stage,
        'a',
        async (session) => (await session.query(sql)).rows as { answer: string }[],
      )
      if (done.ok) answers.set(name, done.value[0]?.answer ?? '')
    }
    return answers
  }
  const first = await ask()
  const second = await ask()
  const without = await attempt(stage, 'login', async (session) => {
    await session.query('savepoint rls_kit_without')
    for (const { relation } of [...stage.tables.values()].reverse()) {
      if (relation.kind !== 'r') continue
      await session.query(`delete from ${qualified(relation)} rls_kit_row where ${carriesMark}`, [
        [...stage.sides.b.marks],
      ])
    }
    await refresh(session, stage.context)
    const answers = new Map<string, string>()
    for (const [name, { sql }] of questions) {
      await session.query('savepoint rls_kit_ask')
      try {
        await become(stage, 'a')
        answers.set(name, ((await session.query(sql)).rows as { answer: string }[])[0]?.answer ?? '')
        await unbecome(stage)
      } catch {
        await session.query('rollback to savepoint rls_kit_ask')
      }
    }
    return answers
  })
  for (const [name, { tell }] of questions) {
    const before = first.get(name)
    if (before === undefined) continue
    if (!without.ok)
      tell('depends', 'unproven', `tenant B's rows could not be removed: ${(without.error as Error).message}`)
    else if (before !== second.get(name)) tell('depends', 'unproven', 'it answers differently each time')
    else if (before !== without.value.get(name))
      tell('depends', 'leak', "its answer to tenant A changes with tenant B's rows")
    else tell('depends', 'held', "its answer to tenant A does not depend on tenant B's rows")
  }
}
