import type { Queryable } from '../types.ts'
import { discoverColumns } from './catalog.ts'
import { readRecords } from './registry.ts'
import { hasSchema } from './schema.ts'
import { inTransaction } from './session.ts'
import { displayTarget } from './target.ts'
import type { GuardTarget } from './types.ts'

/** The columns given, or every one that has a record and every column of a pgvector type in the database. */
export async function discoverTargets(
  db: Queryable,
  given?: readonly GuardTarget[] | undefined,
): Promise<readonly GuardTarget[]> {
  if (given !== undefined) return given
  const recorded = (await hasSchema(db)) ? (await readRecords(db)).map((record) => record.target) : []
  const names = new Set(recorded.map(displayTarget))
  const found = await inTransaction(db, () => discoverColumns(db))
  return [...recorded, ...found.filter((target) => !names.has(displayTarget(target)))].map(
    ({ schema, table, column }) => ({ schema, table, column }),
  )
}
