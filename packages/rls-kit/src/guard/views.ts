import { quoteIdent, quoteLiteral } from '../sql.ts'
import type { GrantState, ViewState } from './types.ts'

/** Statements that make a view, or a materialized view with its indexes, as it was. Pure. */
export function createView(view: ViewState): string[] {
  const name = `${quoteIdent(view.schema)}.${quoteIdent(view.name)}`
  const materialized = view.kind === 'm'
  const what = materialized ? 'materialized view' : 'view'
  const options = view.options.length === 0 ? '' : ` with (${view.options.join(', ')})`
  return [
    materialized
      ? `create materialized view ${name}${options} as ${view.definition}${view.populated ? '' : ' with no data'}`
      : `create or replace view ${name}${options} as ${view.definition}`,
    ...view.indexes,
    ...(view.comment === null ? [] : [`comment on ${what} ${name} is ${quoteLiteral(view.comment)}`]),
    ...grantStatements(name, view.grants),
    `alter ${what} ${name} owner to ${quoteIdent(view.owner)}`,
  ]
}

/** `GRANT ... ON object TO ...` for each grant. Pure. */
export function grantStatements(object: string, grants: readonly GrantState[]): string[] {
  return grants.map(
    (g) =>
      `grant ${g.privilege} on ${object} to ${g.grantee === '' ? 'public' : quoteIdent(g.grantee)}${g.grantable ? ' with grant option' : ''}`,
  )
}
