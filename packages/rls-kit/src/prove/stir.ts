import { qualified, quoteIdent } from '../sql.ts'
import { insertable, insertSql } from './fill.ts'
import { plainColumn } from './probes/update.ts'
import { carriesMark, type Filled, type Stage } from './stage.ts'
import { sayTenant } from './world.ts'

/**
 * Triggers and rules may copy rows when they are changed or deleted, not only when they come: tenant B changes its rows
 * and deletes one that it has just made, so that what they copy is there to be found.
 */
export async function stirRows(stage: Stage): Promise<void> {
  const { snapshot } = stage.context
  const watched = new Set([...snapshot.triggers, ...snapshot.rules].map(({ table }) => table))
  await sayTenant(stage, stage.sides.b)
  for (const filled of stage.tables.values()) {
    const { relation, spareB } = filled
    if (!watched.has(relation.oid) || stage.context.tenantTable(relation.oid) === undefined) continue
    const name = qualified(relation)
    const column = plainColumn(stage, filled) ?? relation.columns[0]?.name
    const marks = [[...stage.sides.b.marks]]
    if (column !== undefined) {
      const target = quoteIdent(column)
      await quietly(stage, `update ${name} rls_kit_row set ${target} = ${target} where ${carriesMark}`, marks)
    }
    if (spareB !== undefined && relation.kind === 'r') await comeAndGo(stage, filled, spareB)
  }
}

/** A row that comes and goes leaves only what was copied of it. */
async function comeAndGo(
  stage: Stage,
  { relation }: Filled,
  row: NonNullable<Filled['spareB']>,
): Promise<void> {
  const { session } = stage
  await session.query('savepoint rls_kit_stir')
  try {
    const values = insertable(stage, relation, row)
    const { rows } = await session.query(insertSql(relation, values, 'returning ctid::text as ctid'))
    const { ctid } = rows[0] as { ctid: string }
    await session.query(`delete from ${qualified(relation)} where ctid = $1::tid`, [ctid])
  } catch {
    await session.query('rollback to savepoint rls_kit_stir') // what writes are worth is for the probes to say
  }
  await session.query('release savepoint rls_kit_stir')
}

async function quietly(stage: Stage, sql: string, values: unknown[]): Promise<void> {
  await stage.session.query('savepoint rls_kit_stir')
  try {
    await stage.session.query(sql, values)
  } catch {
    await stage.session.query('rollback to savepoint rls_kit_stir')
  }
  await stage.session.query('release savepoint rls_kit_stir')
}
