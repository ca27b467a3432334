import type { Queryable } from '../types.ts'
import { blockSlots, guardSchema } from './schema.ts'
import { many, one } from './session.ts'

/**
 * What the event trigger blocks, in the numbers under which the trigger reports it. A blocked statement's
 * transaction is rolled back, and with it every row that it could write; a sequence is the one thing that stays.
 */
export const blockKinds: Readonly<Record<number, string>> = {
  1: 'table dropped',
  2: 'column dropped',
  3: 'index dropped',
  4: 'policy dropped',
  5: 'column renamed',
  6: 'column type changed',
  7: 'table renamed',
  8: 'table moved to another schema',
  9: 'row security disabled',
  10: 'row security no longer forced',
  11: 'policy altered',
  12: 'all values cleared by a table rewrite',
  13: 'table truncated',
  14: 'the guard itself dropped',
  15: 'partition detached',
  16: 'partition dropped',
}

/** The commands in which it happened; 0 stands for any other. */
export const blockTags: readonly string[] = [
  '',
  'ALTER TABLE',
  'DROP TABLE',
  'DROP INDEX',
  'DROP POLICY',
  'DROP SCHEMA',
  'DROP EXTENSION',
  'DROP TYPE',
  'DROP OWNED',
  'ALTER POLICY',
  'ALTER SCHEMA',
  'DROP FUNCTION',
  'DROP OPERATOR CLASS',
  'DROP ACCESS METHOD',
  'TRUNCATE TABLE',
]

/** One statement that the guard stopped. */
export interface BlockedStatement {
  /** Such as `column dropped`. */
  readonly what: string
  /** `schema.table.column`. */
  readonly column: string
  /** Such as `DROP EXTENSION`; undefined where it is none of the usual ones. */
  readonly command: string | undefined
}

/** How many statements the trigger has blocked since it was installed. */
export async function blockedCount(db: Queryable): Promise<number> {
  const row = await one<{ n: string }>(
    db,
    `select case when is_called then last_value else 0 end::text as n from ${guardSchema}.blocked`,
  )
  return Number(row?.n ?? 0)
}

/** The statements that were blocked since {@link blockedCount} said `since`; the oldest go when there are too many. */
export async function blockedSince(db: Queryable, since: number): Promise<BlockedStatement[]> {
  const now = await blockedCount(db)
  const first = Math.max(since + 1, now - blockSlots + 1)
  const result: BlockedStatement[] = Array.from({ length: Math.max(0, first - since - 1) }, () => ({
    what: 'statement blocked',
    column: '',
    command: undefined,
  }))
  for (let n = first; n <= now; n++) {
    const slot = await one<{ value: string }>(
      db,
      `select last_value::text as value from ${guardSchema}.blocked_${n % blockSlots}`,
    )
    const { tag, kind, id } = unpackBlock(BigInt(slot!.value))
    const names = await many<{ name: string }>(
      db,
      `select schema_name || '.' || table_name || '.' || column_name as name from ${guardSchema}.guarded where id = $1`,
      [id],
    )
    result.push({
      what: blockKinds[kind] ?? 'statement blocked',
      column: names[0]?.name ?? '',
      command: blockTags[tag] || undefined,
    })
  }
  return result
}

/** Reads a slot: 16 bits of tag, 8 of kind, 32 of id. */
export function unpackBlock(value: bigint): { tag: number; kind: number; id: number } {
  return {
    tag: Number((value >> 40n) & 0xffffn),
    kind: Number((value >> 32n) & 0xffn),
    id: Number(value & 0xffffffffn),
  }
}
