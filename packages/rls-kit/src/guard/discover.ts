import type { Queryable } from '../types.ts'
import { columnExists, discoverColumns, heirsOf } from './catalog.ts'
import { readRecord, readRecords } from './registry.ts'
import { hasSchema } from './schema.ts'
import { inTransaction } from './session.ts'
import { displayTarget } from './target.ts'
import type { GuardTarget } from './types.ts'

/** The columns given, or every one that has a record and every column of a pgvector type in the database. */
export async function discoverTargets(
  db: Queryable,
  given?: readonly GuardTarget[] | undefined,
): Promise<readonly GuardTarget[]> {
  if (given !== undefined) return withHeirs(db, given)
  const recorded = (await hasSchema(db)) ? (await readRecords(db)).map((record) => record.target) : []
  const names = new Set(recorded.map(displayTarget))
  const found = await inTransaction(db, () => discoverColumns(db))
  return [...recorded, ...found.filter((target) => !names.has(displayTarget(target)))].map(
    ({ schema, table, column }) => ({ schema, table, column }),
  )
}

/** The columns named, and the same column of each table that inherits it: rows of those are no rows of the parent. */
async function withHeirs(db: Queryable, given: readonly GuardTarget[]): Promise<readonly GuardTarget[]> {
  const all = [...given]
  const names = new Set(given.map(displayTarget))
  for (const target of given) {
    for (const heir of await inTransaction(db, () => heirsOf(db, target))) {
      if (names.has(displayTarget(heir))) continue
      names.add(displayTarget(heir))
      all.push(heir)
    }
  }
  return all
}

/**
 * {@link discoverTargets} without those of which there is nothing to keep: not there, and never recorded. Those that
 * were named stay, so that a misspelt one is refused, unless `skipMissing` says that they may come later.
 */
export async function guardable(
  db: Queryable,
  given: readonly GuardTarget[] | undefined,
  skipMissing: boolean = given === undefined,
): Promise<readonly GuardTarget[]> {
  const all = await discoverTargets(db, given)
  if (!skipMissing) return all
  const there: GuardTarget[] = []
  const recorded = await hasSchema(db)
  for (const target of all) {
    const record = recorded ? await readRecord(db, target) : undefined
    const lost = record !== undefined && record.definition !== null
    if (lost || (await columnExists(db, target))) there.push(target)
  }
  return there
}
