import { quoteIdent } from '../sql.ts'
import type { Queryable } from '../types.ts'
import { one } from './session.ts'
import type { ColumnState } from './types.ts'

/**
 * A recorded state in terms of the schema in which the column's extension stands now. Definitions come out of the
 * catalog qualified, so after `create extension vector schema extensions` nothing of them would be found.
 */
export async function relocated(db: Queryable, state: ColumnState): Promise<ColumnState> {
  const { column } = state
  if (column === null || column.extension === null) return state
  const there = await one<{ schema: string; quoted: string; names: string[] }>(
    db,
    `select n.nspname as schema, pg_catalog.quote_ident(n.nspname) as quoted, (
         select pg_catalog.array_agg(distinct coalesce(t.typname, p.proname, o.opcname)::text)
           from pg_catalog.pg_depend d
           left join pg_catalog.pg_type t on d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and t.oid = d.objid
           left join pg_catalog.pg_proc p on d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and p.oid = d.objid
           left join pg_catalog.pg_opclass o on d.classid = 'pg_catalog.pg_opclass'::pg_catalog.regclass and o.oid = d.objid
          where d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and d.refobjid = e.oid and d.deptype = 'e'
            and coalesce(t.typname, p.proname, o.opcname) is not null) as names
       from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = $1`,
    [column.extension],
  )
  if (there === undefined || there.schema === column.typeSchema) return state
  return relocate(state, column.typeSchema, there, there.names)
}

/**
 * {@link relocated}, by the names that belong to the extension; those alone are moved. `quoted` is the schema as the
 * server writes it, so that definitions still compare. Pure.
 */
export function relocate(
  state: ColumnState,
  from: string,
  to: { readonly schema: string; readonly quoted: string },
  names: readonly string[],
): ColumnState {
  const escaped = [from, quoteIdent(from)].map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const members = new Set(names)
  const qualified = new RegExp(`(?<![\\w$"])(?:${escaped.join('|')})\\.(\\w+)`, 'g')
  const operator = new RegExp(`OPERATOR\\((?:${escaped.join('|')})\\.`, 'g')
  const move = (text: string): string =>
    text
      .replaceAll(qualified, (whole, name: string) => (members.has(name) ? `${to.quoted}.${name}` : whole))
      .replaceAll(operator, () => `OPERATOR(${to.quoted}.`)
  const moved = JSON.parse(JSON.stringify(state), (_, value: unknown) =>
    typeof value === 'string' ? move(value) : value,
  ) as ColumnState
  return { ...moved, column: { ...moved.column!, typeSchema: to.schema } }
}
