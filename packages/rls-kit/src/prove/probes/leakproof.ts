import { describeFunction, functionName } from '../../audit/functions.ts'
import type { FunctionRow } from '../../audit/snapshot/types.ts'
import { displayName, qualified, quoteIdent } from '../../sql.ts'
import type { Queryable } from '../../types.ts'
import { attempt, become, carriesMark, isPrivilege, reasonOf, type Stage } from '../stage.ts'
import { teller } from './read.ts'

/** Functions marked LEAKPROOF run before the policies; notices and errors carry their arguments out. */
export async function probeLeakproof(stage: Stage, fn: FunctionRow): Promise<void> {
  if (!fn.leakproof || fn.args.length === 0) return
  const tell = teller(stage, describeFunction(fn), 'function')
  const session = stage.session as unknown as {
    on?(event: string, listener: (notice: { message?: string }) => void): void
    off?(event: string, listener: (notice: { message?: string }) => void): void
  }
  let tried = 0
  for (const { relation } of stage.tables.values()) {
    if (stage.context.tenantTable(relation.oid) === undefined) continue
    for (const column of relation.columns) {
      if (
        column.type.replace(/\(.*\)/, '') !== fn.args[0] &&
        !(fn.args[0] === 'text' && /^character varying/.test(column.type))
      )
        continue
      let heard = ''
      let how = ''
      const listen = (notice: { message?: string }): void => {
        heard += `${notice.message}\n`
      }
      session.on?.('notice', listen)
      const rest = fn.args.slice(1, fn.required).map((type) => `, null::${type}`)
      const ask = async (own: Queryable): Promise<void> => {
        await own.query(
          "select set_config('enable_indexscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_indexonlyscan', 'off', true), set_config('enable_material', 'off', true), set_config('work_mem', '64kB', true), set_config('client_min_messages', 'notice', true)",
        )
        await own.query(
          `select count(*) from ${qualified(relation)} rls_kit_row where (${qualified(fn)}(rls_kit_row.${quoteIdent(column.name)}${rest.join('')})) is not null`,
        )
      }
      const done = await attempt(stage, 'a', ask)
      if (!done.ok) heard += reasonOf(done)
      let told = [...stage.sides.b.marks].some((mark) => heard.includes(mark))
      // numbers and dates carry no mark; but with tenant A's own rows gone, whatever it says is of others. And the order of
      // two conditions is the planner's, by their costs, which are no protection: so a cheap one is tried too.
      for (const cheap of stage.authorized ? [false, true] : []) {
        if (told) break
        heard = ''
        const alone = await attempt(stage, 'login', async (own) => {
          await own.query('set local session_replication_role = replica') // foreign keys would stop the DELETE
          await own.query(`delete from ${qualified(relation)} rls_kit_row where ${carriesMark}`, [
            [...stage.sides.a.marks],
          ])
          await own.query('set local session_replication_role = origin')
          if (cheap) await own.query(`alter function ${functionName(fn)} cost 0.0001`)
          await become(stage, 'a')
          await ask(own)
        })
        if (!alone.ok && !isPrivilege(alone)) heard += reasonOf(alone)
        told = heard !== ''
        if (told && cheap) how = ', once the planner puts it first (its cost was lowered)'
      }
      session.off?.('notice', listen)
      tried++
      if (told) {
        tell(
          'leakproof',
          'leak',
          `in a query on ${displayName(relation)} it was handed ${column.name} of tenant B's rows and said so${how}`,
        )
        return
      }
    }
  }
  tell(
    'leakproof',
    tried === 0 ? 'unproven' : 'held',
    tried === 0 ? 'no column has the type of its argument' : "it said nothing of tenant B's rows",
  )
}
