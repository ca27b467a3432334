import type { Given } from './prepare.ts'
import type { Pager } from './types.ts'

type Query = Record<string, unknown>

function pager<I extends string>(items: I, next: (query: Query, page: Query) => Query | undefined): Pager<I> {
  return {
    items,
    next_: next,
    walk_: (run, endpoint) => {
      async function* pages({ query = {}, ...rest }: Given = {}) {
        for (let at: Query | undefined = query; at; ) {
          const page = (await run({ ...rest, query: at })) as Query
          yield page
          at = next(at, page)
        }
      }
      async function* all(given?: Given) {
        for await (const page of pages(given)) yield* page[endpoint.def.page!.items] as unknown[]
      }
      return { pages, all }
    },
  }
}

/**
 * Pages by cursor: each page says where the next one starts, and the last one says nothing (null, undefined or '').
 *
 * `param` is the name of the query parameter, `next` and `items` are fields of the page.
 *
 * @example
 * ```ts
 * import { cursor, route } from '@nyxcore/client'
 * import { z } from 'zod'
 *
 * export const list = route.get('/notes', {
 *   query: z.object({ after: z.string().optional() }),
 *   responses: { 200: z.object({ notes: z.array(z.string()), next: z.string().nullable() }) },
 *   page: cursor({ param: 'after', next: 'next', items: 'notes' }),
 * })
 * ```
 */
export function cursor<const I extends string>(names: {
  readonly param: string
  readonly next: string
  readonly items: I
}): Pager<I> {
  return pager(names.items, (query, page) => {
    const next = page[names.next]
    // A cursor that repeats would never end.
    return next == null || next === '' || next === query[names.param]
      ? undefined
      : { ...query, [names.param]: next }
  })
}

/** Pages by number, from `start` (default 1) until one comes without items. */
export function pages<const I extends string>(names: {
  readonly param: string
  readonly items: I
  readonly start?: number | undefined
}): Pager<I> {
  return pager(names.items, (query, page) =>
    (page[names.items] as unknown[])?.length
      ? { ...query, [names.param]: Number(query[names.param] ?? names.start ?? 1) + 1 }
      : undefined,
  )
}
