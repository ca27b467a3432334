/** A path that matched: its endpoint by method, and what stood in place of the parameters, still encoded. */
export interface Match<T> {
  readonly entry: T
  readonly params: Readonly<Record<string, string>>
}

/** What the router tells of a path. */
export interface Found<T> {
  /** Undefined where the path is there, but not with this method. */
  readonly match: Match<T> | undefined
  /** The methods that the path has. */
  readonly methods: readonly string[]
}

interface Entry<T> {
  readonly value: T
  readonly names: readonly string[]
}

interface Node<T> {
  readonly literal: Map<string, Node<T>>
  readonly patterns: { readonly source: string; readonly regexp: RegExp; readonly node: Node<T> }[]
  readonly entries: Map<string, Entry<T>>
}

const MAX_SEGMENT = 2048

function makeNode<T>(): Node<T> {
  return { literal: new Map(), patterns: [], entries: new Map() }
}

/**
 * Finds endpoints by method and path, in a tree of segments. Where several fit, a literal segment goes before one
 * with a parameter in it, and that before a parameter alone; the order of declaration plays no part.
 */
export class Router<T> {
  readonly #root: Node<T> = makeNode()

  /** @throws Error if the same method and path (whatever its parameters are called) is there already. */
  add(method: string, path: string, value: T): void {
    let node = this.#root
    const names: string[] = []
    for (const segment of path.split('/').slice(1)) {
      if (!segment.includes(':')) {
        node = child(node.literal, decodeURIComponent(segment))
        continue
      }
      const source = segment
        .split(/(:\w+)/)
        .map((part) => {
          if (!/^:\w+$/.test(part)) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
          names.push(part.slice(1))
          return '(.+?)'
        })
        .join('')
      let pattern = node.patterns.find((other) => other.source === source)
      if (!pattern) {
        pattern = { source, regexp: new RegExp(`^${source}$`, 's'), node: makeNode() }
        node.patterns.push(pattern)
        node.patterns.sort((a, b) => literalLength(b.source) - literalLength(a.source))
      }
      node = pattern.node
    }
    if (node.entries.has(method)) throw new Error(`The contract has ${method} ${path} twice`)
    node.entries.set(method, { value, names })
  }

  /** Undefined where no path fits. @throws URIError where the path is not validly encoded. */
  find(method: string, pathname: string): Found<T> | undefined {
    const segments = pathname.split('/').slice(1).map(decodeURIComponent)
    const methods = new Set<string>()
    let match: Match<T> | undefined
    const walk = (node: Node<T>, at: number, values: readonly string[]): void => {
      if (at === segments.length) {
        for (const name of node.entries.keys()) methods.add(name)
        const entry = node.entries.get(method)
        match ??= entry && {
          entry: entry.value,
          params: Object.fromEntries(entry.names.map((name, index) => [name, values[index] ?? ''])),
        }
        return
      }
      const segment = segments[at] ?? ''
      const literal = node.literal.get(segment)
      if (literal) walk(literal, at + 1, values)
      for (const { regexp, node: next } of node.patterns) {
        // Several parameters in one segment are tried at every place: the length has to be bounded.
        if (match || segment.length > MAX_SEGMENT) return
        const found = regexp.exec(segment)
        if (found) walk(next, at + 1, [...values, ...found.slice(1)])
      }
    }
    walk(this.#root, 0, [])
    return methods.size > 0 ? { match, methods: [...methods] } : undefined
  }
}

function child<T>(literal: Map<string, Node<T>>, segment: string): Node<T> {
  let node = literal.get(segment)
  if (!node) {
    node = makeNode()
    literal.set(segment, node)
  }
  return node
}

function literalLength(source: string): number {
  return source.replaceAll('(.+?)', '').length
}
