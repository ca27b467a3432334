import { isDot, type Node, parseExpression } from '../../audit/expression.ts'
import type { FunctionRow } from '../../audit/snapshot/types.ts'
import type { Stage } from '../stage.ts'

/** Words that are followed by a parenthesis and are no calls. */
const syntax = new Set(
  'select from where and or not in any all some exists nullif coalesce case when then else end cast as is on using array row rows values greatest least between like ilike over filter distinct union intersect except join lateral with recursive return returns query begin if elsif loop for while exit having group by order limit offset null true false numeric varchar character varying bit time timestamp interval decimal extract position substring trim overlay'.split(
    ' ',
  ),
)

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

/** Names before a parenthesis, at any depth. */
function callsIn(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node, index) => {
    if (node.kind !== 'group') return []
    const before = nodes[index - 1]
    const named = before?.kind === 'word' || before?.kind === 'quoted'
    const isCall = named && (isDot(nodes[index - 2]) || !syntax.has(before.text.toLowerCase()))
    return [...(isCall ? [before.text] : []), ...callsIn(node.nodes)]
  })
}
