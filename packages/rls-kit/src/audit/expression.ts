/** One piece of a deparsed SQL expression: a token, or what stands between two parentheses. */
export type Node =
  | { readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'operator'; readonly text: string }
  | { readonly kind: 'group'; readonly nodes: readonly Node[] }

const pattern =
  /\s+|(?<string>[eE]?'(?:[^'\\]|''|\\.)*')|"(?<quoted>(?:[^"]|"")+)"|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<number>\d[\d.]*)|(?<operator>::|[-+*/<>=~!@#%^&|`?]+|[(),.[\];:])/uy

/**
 * Reads an expression as `pg_get_expr` writes it. It is no SQL parser: it knows quotes and parentheses, which is
 * what is needed to tell a column from a literal and an AND from one inside a subselect.
 */
export function parseExpression(text: string): readonly Node[] {
  let nodes = parsed.get(text)
  if (nodes === undefined) {
    nodes = parse(text)
    if (parsed.size >= 4_096) parsed.clear()
    parsed.set(text, nodes)
  }
  return nodes
}

/** The policies of a thousand tables are mostly the same few texts, and each rule reads them. */
const parsed = new Map<string, readonly Node[]>()

function parse(text: string): readonly Node[] {
  const stack: Node[][] = [[]]
  pattern.lastIndex = 0
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) {
      if (pattern.lastIndex <= at) pattern.lastIndex = at + 1
      continue
    }
    const top = stack[stack.length - 1] as Node[]
    if (groups.string !== undefined) {
      top.push({ kind: 'string', text: groups.string.replace(/^[eE]?'|'$/g, '').replaceAll("''", "'") })
    } else if (groups.quoted !== undefined) {
      top.push({ kind: 'quoted', text: groups.quoted.replaceAll('""', '"') })
    } else if (groups.word !== undefined) top.push({ kind: 'word', text: groups.word })
    else if (groups.number !== undefined) top.push({ kind: 'number', text: groups.number })
    else if (groups.operator === '(') stack.push([])
    else if (groups.operator === ')') {
      if (stack.length > 1) {
        const nodes = stack.pop() as Node[]
        ;(stack[stack.length - 1] as Node[]).push({ kind: 'group', nodes })
      }
    } else if (groups.operator !== undefined) top.push({ kind: 'operator', text: groups.operator })
  }
  while (stack.length > 1) {
    const nodes = stack.pop() as Node[]
    ;(stack[stack.length - 1] as Node[]).push({ kind: 'group', nodes })
  }
  return stack[0] as Node[]
}

/** Takes away parentheses around the whole. */
export function strip(nodes: readonly Node[]): readonly Node[] {
  let here = nodes
  while (here.length === 1 && here[0]?.kind === 'group') here = here[0].nodes
  return here
}

/** Splits at a keyword (AND, OR) or a comma of the outermost level. */
export function split(nodes: readonly Node[], keyword: string): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]]
  for (const node of nodes) {
    if (isWord(node, keyword) || (node.kind === 'operator' && node.text === keyword)) parts.push([])
    else (parts[parts.length - 1] as Node[]).push(node)
  }
  return parts
}

export function isWord(node: Node | undefined, word: string): boolean {
  return node?.kind === 'word' && node.text.toUpperCase() === word.toUpperCase()
}

/** Every token, at any depth. */
export function* flatten(nodes: readonly Node[]): Generator<Exclude<Node, { kind: 'group' }>> {
  for (const node of nodes) {
    if (node.kind === 'group') yield* flatten(node.nodes)
    else yield node
  }
}

/** Whether a name (a column, a table, a function) occurs outside of literals. */
export function mentions(nodes: readonly Node[], name: string): boolean {
  for (const node of flatten(nodes)) {
    if (node.kind === 'quoted' ? node.text === name : node.kind === 'word' && node.text === name) return true
  }
  return false
}

/** Whether a boolean expression holds for every row: `true`, `1 = 1`, `x = x`, or an OR with such a branch. */
export function isAlwaysTrue(expression: string | readonly Node[]): boolean {
  const nodes = strip(typeof expression === 'string' ? parseExpression(expression) : expression)
  if (nodes.length === 0) return false
  const branches = split(nodes, 'or')
  if (branches.length > 1) return branches.some((branch) => isAlwaysTrue(branch))
  const terms = split(nodes, 'and')
  if (terms.length > 1) return terms.every((term) => isAlwaysTrue(term))
  if (isWord(nodes[0], 'not')) return isAlwaysFalse(nodes.slice(1))
  // a subselect without FROM is its one value
  if (isWord(nodes[0], 'select') && !nodes.some((node) => isWord(node, 'from'))) {
    const alias = nodes.findIndex((node) => isWord(node, 'as'))
    return isAlwaysTrue(nodes.slice(1, alias < 0 ? undefined : alias))
  }
  if (nodes.length === 1) return isWord(nodes[0], 'true')
  const equals = nodes.findIndex((node) => node.kind === 'operator' && ['=', '<=', '>='].includes(node.text))
  if (equals < 0) return false
  const left = nodes.slice(0, equals)
  return JSON.stringify(strip(left)) === JSON.stringify(strip(nodes.slice(equals + 1)))
}

/** Whether it holds for no row: `false`, or what is always true turned round. */
export function isAlwaysFalse(nodes: readonly Node[]): boolean {
  const here = strip(nodes)
  if (isWord(here[0], 'not')) return isAlwaysTrue(here.slice(1))
  return here.length === 1 && isWord(here[0], 'false')
}

/** One call of `current_setting`, or of a function of the user's without a column among its arguments. */
export interface Call {
  /** `current_setting`, or `schema.function`. */
  readonly name: string
  /** For `current_setting`: which one. */
  readonly setting: string | undefined
  /** It passes `missing_ok`. */
  readonly missingOk: boolean
  /** It stands inside NULLIF. */
  readonly nullif: boolean
  /** It stands in a subselect without FROM, which PostgreSQL evaluates once a query. */
  readonly wrapped: boolean
}

const noCall = new Set(
  'select from where and or not in any all some exists nullif coalesce case when then else end cast as is on array row values greatest least between like ilike over filter distinct union join'.split(
    ' ',
  ),
)

/** The calls that do not depend on the row. */
export function constantCalls(nodes: readonly Node[], wrapped = false, nullif = false): Call[] {
  const calls: Call[] = []
  nodes.forEach((node, index) => {
    if (node.kind !== 'group') return
    const before = nodes[index - 1]
    const selects = isWord(node.nodes[0], 'select')
    const inside = selects ? !node.nodes.some((inner) => isWord(inner, 'from')) : wrapped
    const named = before?.kind === 'word' || before?.kind === 'quoted' ? before.text : undefined
    if (named !== undefined && !noCall.has(named.toLowerCase()) && !selects) {
      const tokens = [...flatten(node.nodes)]
      const qualifier = isDot(nodes[index - 2]) ? nodes[index - 3] : undefined
      const schema = qualifier !== undefined && qualifier.kind !== 'group' ? qualifier.text : undefined
      if (named === 'current_setting') {
        calls.push({
          name: named,
          setting: tokens.find((token) => token.kind === 'string')?.text,
          missingOk: tokens.some((token) => isWord(token, 'true')),
          nullif,
          wrapped,
        })
      } else if (schema !== undefined && !dependsOnRow(node.nodes)) {
        calls.push({ name: `${schema}.${named}`, setting: undefined, missingOk: true, nullif: true, wrapped })
      }
    }
    calls.push(...constantCalls(node.nodes, inside, isWord(before, 'nullif') || (nullif && !selects)))
  })
  return calls
}

/** Names among the arguments are columns, unless they are a type after `::` or a call. */
function dependsOnRow(nodes: readonly Node[]): boolean {
  return nodes.some((node, index) => {
    if (node.kind === 'group') return dependsOnRow(node.nodes)
    if (node.kind !== 'word' && node.kind !== 'quoted') return false
    const before = nodes[index - 1]
    const after = nodes[index + 1]
    const isType = before?.kind === 'operator' && before.text === '::'
    return (
      !isType &&
      after?.kind !== 'group' &&
      !isDot(after) &&
      !isWord(node, 'true') &&
      !isWord(node, 'false') &&
      !isWord(node, 'null')
    )
  })
}

const isDot = (node: Node | undefined): boolean => node?.kind === 'operator' && node.text === '.'

/** The type to which `column` is cast, or the function that it is handed to, where it is. */
export function convertsColumn(nodes: readonly Node[], column: string): string | undefined {
  for (const [index, node] of nodes.entries()) {
    if (node.kind !== 'group') continue
    const inner = strip(node.nodes)
    const last = inner[inner.length - 1]
    const alone =
      last !== undefined &&
      last.kind !== 'group' &&
      last.text === column &&
      (inner.length === 1 || (inner.length === 3 && isDot(inner[1])))
    const after = nodes[index + 1]
    if (alone && after?.kind === 'operator' && after.text === '::') {
      const type = nodes[index + 2]
      return `cast to ${type !== undefined && type.kind !== 'group' ? type.text : 'another type'}`
    }
    const before = nodes[index - 1]
    if (
      alone &&
      (before?.kind === 'word' || before?.kind === 'quoted') &&
      !noCall.has(before.text.toLowerCase())
    ) {
      return `call of ${before.text}()`
    }
    const deeper = convertsColumn(node.nodes, column)
    if (deeper !== undefined) return deeper
  }
  return undefined
}

/** Words that are followed by a parenthesis and are no calls. */
const syntax = new Set(
  'select from where and or not in any all some exists nullif coalesce case when then else end cast as is on using array row rows values greatest least between like ilike over filter distinct union intersect except join lateral with recursive return returns query begin if elsif loop for while exit having group by order limit offset null true false numeric varchar character varying bit time timestamp interval decimal extract position substring trim overlay'.split(
    ' ',
  ),
)

/** Names of what is called, at any depth: names before a parenthesis that are no syntax. */
export function callsIn(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node, index) => {
    if (node.kind !== 'group') return []
    const before = nodes[index - 1]
    const named = before?.kind === 'word' || before?.kind === 'quoted'
    const isCall = named && (isDot(nodes[index - 2]) || !syntax.has(before.text.toLowerCase()))
    return [...(isCall ? [before.text] : []), ...callsIn(node.nodes)]
  })
}
