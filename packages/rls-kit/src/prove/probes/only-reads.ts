import { callsIn, parseExpression } from '../../audit/expression.ts'
import type { FunctionRow } from '../../audit/snapshot/types.ts'
import type { Stage } from '../stage.ts'

/**
 * Whether a function that is marked volatile, as every function is by default, can do nothing but read: it is written in
 * SQL or plpgsql, has no dynamic SQL, and calls only functions of PostgreSQL that are not volatile and functions of
 * the user's for which the same holds. It is called in a read-only transaction besides.
 */
export function onlyReads(stage: Stage, fn: FunctionRow, seen: ReadonlySet<number> = new Set()): boolean {
  if (fn.kind !== 'f' || !['sql', 'plpgsql'].includes(fn.language)) return false
  if (
    /\b(insert|update|delete|merge|truncate|create|alter|drop|grant|revoke|execute|copy|notify|listen|call|do|lock|set|reset|vacuum|refresh|commit|rollback)\b/i.test(
      fn.source,
    )
  )
    return false
  const visited = new Set([...seen, fn.oid])
  return callsIn(parseExpression(fn.source)).every((name) => {
    const own = stage.context.snapshot.functions.filter((row) => row.name === name)
    if (own.length > 0) return own.every((row) => visited.has(row.oid) || onlyReads(stage, row, visited))
    return stage.quiet.has(name.toLowerCase())
  })
}
