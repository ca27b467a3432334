import { ClientError } from './errors.ts'

/** Letters that a parameter's name may have; anything else ends it. */
type NameOf<S extends string> = S extends `${infer A}/${string}`
  ? NameOf<A>
  : S extends `${infer A}.${string}`
    ? NameOf<A>
    : S extends `${infer A}-${string}`
      ? NameOf<A>
      : S

/** The names of a path's parameters: `'/a/:id/b/:key'` gives `'id' | 'key'`. */
export type PathNames<P extends string> = P extends `${string}:${infer Rest}`
  ? NameOf<Rest> | PathNames<Rest>
  : never

/** What a path's parameters may be given as. */
export type PathParams<P extends string> = { readonly [K in PathNames<P>]: string | number }

/**
 * Puts parameters into a path, each encoded as one segment.
 *
 * Empty ones and those that make a segment `.` or `..` are refused: a URL parser folds such segments away, even
 * percent-encoded, and the request would reach another route.
 */
export function fillPath(path: string, params: Readonly<Record<string, unknown>> = {}): string {
  return path
    .split('/')
    .map((segment) => {
      const filled = segment.replace(/:(\w+)/g, (_, name: string) => {
        const value = String(params[name] ?? '')
        try {
          if (value) return encodeURIComponent(value)
        } catch {}
        throw refuse(path, name)
      })
      if (filled !== segment && /^\.\.?$/.test(filled)) throw refuse(path, segment.slice(1))
      return filled
    })
    .join('/')
}

function refuse(path: string, name: string): ClientError {
  return new ClientError(
    'INVALID_REQUEST',
    `${path}: the parameter ${name} is missing or cannot stand in a path`,
  )
}

/** Writes a query: arrays repeat their key, dates are ISO, objects JSON; null and undefined are left out. */
export function queryString(query: Readonly<Record<string, unknown>> = {}): string {
  const out = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item == null) continue
      out.append(
        key,
        item instanceof Date
          ? item.toISOString()
          : typeof item === 'object'
            ? JSON.stringify(item)
            : String(item),
      )
    }
  }
  const text = out.toString()
  return text && `?${text}`
}
