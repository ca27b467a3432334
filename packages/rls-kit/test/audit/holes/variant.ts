import { holes } from './list.ts'
import type { Hole } from './types.ts'

/** The same hole, made in another place or another spelling. `source` says how it differs. */
export function variant(rule: string, source: string, leak: Hole['leak'], make: string, undo?: string): Hole {
  const number = holes.find((hole) => hole.rule === rule)?.number
  if (number === undefined) throw new Error(`no rule ${rule}`)
  const rest = undo === undefined ? {} : { undo: () => undo }
  return {
    number,
    rule,
    source,
    leak,
    splinter: undefined,
    make: (database) => make.replaceAll('$db', database),
    ...rest,
  }
}

export const select = (table: string, using: string): string =>
  `alter policy rls_kit_select on ${table} using (${using})`
