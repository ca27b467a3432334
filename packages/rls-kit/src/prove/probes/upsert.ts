import { nameOf } from '../../audit/context.ts'
import { qualified, quoteIdent } from '../../sql.ts'
import { insertable, insertSql, overriding } from '../fill.ts'
import {
  affected,
  attempt,
  type Filled,
  isPrivilege,
  literal,
  type Row,
  reasonOf,
  type Stage,
} from '../stage.ts'
import { kindOf, teller } from './read.ts'
import { plainColumn } from './update.ts'

/** INSERT ... ON CONFLICT DO UPDATE onto a row of tenant B's. */
export async function probeUpsert(
  stage: Stage,
  filled: Filled,
  b: Row,
  spareA: Row | undefined,
): Promise<void> {
  const { relation } = filled
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  const index = stage.context.snapshot.indexes.find(
    (row) => row.table === relation.oid && row.primary && !row.partial && !row.columns.includes(0),
  )
  const keys = (index?.columns ?? []).map(
    (number) => relation.columns.find((column) => column.number === number)?.name ?? '',
  )
  if (index === undefined || spareA === undefined) return
  const values = insertable(stage, relation, spareA)
  for (const key of keys) values.set(key, b[key] ?? null)
  const target = plainColumn(stage, filled) ?? keys[0] ?? ''
  const sql = insertSql(
    relation,
    values,
    `on conflict (${keys.map(quoteIdent).join(', ')}) do update set ${quoteIdent(target)} = excluded.${quoteIdent(target)}`,
  )
  const done = await attempt(stage, 'a', async (session) => affected(await session.query(sql)))
  if (done.ok && done.value > 0) tell('upsert', 'leak', "ON CONFLICT DO UPDATE changed a row of tenant B's")
  else if (done.ok) tell('upsert', 'held', 'no row was changed')
  else if (isPrivilege(done)) tell('upsert', 'denied', reasonOf(done))
  else tell('upsert', done.code === '42501' ? 'held' : 'unproven', reasonOf(done))
}

/** MERGE that changes, or plants, a row of tenant B's. */
export async function probeMerge(
  stage: Stage,
  filled: Filled,
  b: Row,
  spareB: Row | undefined,
): Promise<void> {
  const { relation } = filled
  const tell = teller(stage, nameOf(relation), kindOf(relation))
  if (stage.context.snapshot.version < 150_000) {
    tell('merge', 'unsupported', 'PostgreSQL 14 has no MERGE')
    return
  }
  const index = stage.context.snapshot.indexes.find(
    (row) => row.table === relation.oid && row.primary && !row.columns.includes(0),
  )
  const columns = relation.columns.filter((column) => index?.columns.includes(column.number) === true)
  const set = plainColumn(stage, filled)
  const name = qualified(relation)
  if (columns.length > 0 && set !== undefined) {
    const on = columns
      .map(
        (column) =>
          `rls_kit_row.${quoteIdent(column.name)} = ${literal(b[column.name] ?? null, column.type)}`,
      )
      .join(' and ')
    const type = relation.columns.find((column) => column.name === set)?.type ?? 'text'
    const value = literal(filled.a[0]?.[set] ?? null, type)
    const done = await attempt(stage, 'a', async (session) =>
      affected(
        await session.query(
          `merge into ${name} rls_kit_row using (select 1) s on ${on} when matched then update set ${quoteIdent(set)} = ${value}`,
        ),
      ),
    )
    if (done.ok && done.value > 0) tell('merge', 'leak', "MERGE changed a row of tenant B's")
    else if (done.ok) tell('merge', 'held', "MERGE found no row of tenant B's")
    else
      tell(
        'merge',
        isPrivilege(done) ? 'denied' : done.code === '42501' ? 'held' : 'unproven',
        reasonOf(done),
      )
  }
  if (spareB === undefined) return
  const values = insertable(stage, relation, spareB)
  const list = [...values].map(([key, text]) =>
    literal(text, relation.columns.find((column) => column.name === key)?.type ?? 'text'),
  )
  const planted = await attempt(stage, 'a', async (session) =>
    affected(
      await session.query(
        `merge into ${name} rls_kit_row using (select 1) s on false when not matched then insert (${[...values.keys()].map(quoteIdent).join(', ')}) ${overriding(relation, values)}values (${list.join(', ')})`,
      ),
    ),
  )
  if (planted.ok && planted.value > 0) tell('merge', 'leak', "MERGE planted a row in tenant B's data")
  else if (!planted.ok)
    tell(
      'merge',
      isPrivilege(planted) ? 'denied' : planted.code === '42501' ? 'held' : 'unproven',
      reasonOf(planted),
    )
}
