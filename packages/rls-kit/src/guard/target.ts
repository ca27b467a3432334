import { RlsKitError } from '../errors.ts'
import { quoteIdent } from '../sql.ts'
import type { RlsDefinition } from '../types.ts'
import type { GuardTarget } from './types.ts'

/** The guard entries of a definition, in the order of declaration. */
export function targetsOf(definition: RlsDefinition): GuardTarget[] {
  return definition.tables.flatMap((table) =>
    table.guard.map((guard) => ({
      schema: truncateName(table.schema),
      table: truncateName(table.name),
      column: truncateName(guard.column),
      type: guard.type,
    })),
  )
}

/**
 * Reads `table.column` or `schema.table.column`; a part with a dot in it stands in double quotes, as in SQL.
 *
 * @throws RlsKitError `USAGE` where the text is no such name.
 */
export function parseTarget(text: string, defaultSchema: string = 'public'): GuardTarget {
  const parts: string[] = []
  const pattern = /"((?:[^"]|"")+)"|([^".]+)/y
  for (;;) {
    const found = pattern.exec(text)
    if (found === null) break
    parts.push(found[1]?.replaceAll('""', '"') ?? (found[2] as string))
    const end = pattern.lastIndex
    if (end === text.length) {
      const [column, table, schema = defaultSchema] = parts.reverse()
      if (column === undefined || table === undefined || parts.length > 3) break
      const cut = (name: string): string => truncateName(name)
      return { schema: cut(schema), table: cut(table), column: cut(column) }
    }
    if (text[end] !== '.') break
    pattern.lastIndex = end + 1
  }
  throw new RlsKitError('USAGE', `"${text}" names no column.`, {
    advice: 'Write table.column or schema.table.column.',
  })
}

/** `schema.table.column`, for messages and as the identity of a target. */
export function displayTarget(target: GuardTarget): string {
  return `${target.schema}.${target.table}.${target.column}`
}

/** `"schema"."table"`. */
export function tableOf(target: Pick<GuardTarget, 'schema' | 'table'>): string {
  return `${quoteIdent(target.schema)}.${quoteIdent(target.table)}`
}

/** At most so many bytes of a name, as PostgreSQL cuts it: never in the middle of a character. */
export function truncateName(name: string, bytes: number = 63): string {
  const encoded = Buffer.from(name)
  if (encoded.length <= bytes) return name
  let end = bytes
  while ((encoded[end]! & 0xc0) === 0x80) end--
  return encoded.toString('utf8', 0, end)
}
