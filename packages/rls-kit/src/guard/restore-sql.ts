import { quoteIdent, quoteLiteral } from '../sql.ts'
import { tableOf, truncateName } from './target.ts'
import type { ColumnProperties, ColumnState, PolicyState } from './types.ts'

/** Back to the schema, table and column where it was recorded. */
export function moveBack(expected: ColumnState, live: ColumnState): string[] {
  const from = live.movedTo!
  const to = expected.target
  const statements: string[] = []
  if (!live.schemaExists)
    statements.push(`alter schema ${quoteIdent(from.schema)} rename to ${quoteIdent(to.schema)}`)
  else if (from.schema !== to.schema) {
    statements.push(`alter table ${tableOf(from)} set schema ${quoteIdent(to.schema)}`)
  }
  if (from.table !== to.table) {
    statements.push(
      `alter table ${tableOf({ ...from, schema: to.schema })} rename to ${quoteIdent(to.table)}`,
    )
  }
  if (from.column !== to.column) {
    statements.push(
      `alter table ${tableOf(to)} rename column ${quoteIdent(from.column)} to ${quoteIdent(to.column)}`,
    )
  }
  return statements
}

/** A policy as it was, with the comment that says whose it is. */
export function createPolicy(table: string, policy: PolicyState): string[] {
  const name = quoteIdent(policy.name)
  const commands: Record<string, string> = { r: 'select', a: 'insert', w: 'update', d: 'delete', '*': 'all' }
  const roles = policy.roles.map((role) => (role === 'public' ? 'public' : quoteIdent(role))).join(', ')
  return [
    `create policy ${name} on ${table} as ${policy.permissive ? 'permissive' : 'restrictive'}` +
      ` for ${commands[policy.command]} to ${roles}` +
      (policy.using === null ? '' : ` using (${policy.using})`) +
      (policy.check === null ? '' : ` with check (${policy.check})`),
    ...(policy.comment === null
      ? []
      : [`comment on policy ${name} on ${table} is ${quoteLiteral(policy.comment)}`]),
  ]
}

/** The extension of the column's type. */
export function createExtension(column: ColumnProperties): string {
  return `create extension if not exists ${quoteIdent(column.extension!)} with schema ${quoteIdent(column.typeSchema)}`
}

/** The column, still without values, NOT NULL and constraints. */
export function addColumn(table: string, ident: string, column: ColumnProperties): string[] {
  const stored = { s: ' stored', v: ' virtual' }[column.generated]
  const generated = stored === undefined ? '' : ` generated always as (${column.default}) ${stored}`
  const statements = [`alter table ${table} add column ${ident} ${column.type}${generated}`]
  if (column.extension !== null) {
    statements.unshift(createExtension(column))
  }
  // The default comes after the column: rows that are there wait for their own value, new rows get it at once.
  if (generated === '' && column.default !== null) {
    statements.push(`alter table ${table} alter column ${ident} set default ${column.default}`)
  }
  return [...statements, ...setStorage(table, ident, column)]
}

/** Storage, statistics target and compression. */
export function setStorage(table: string, ident: string, column: ColumnProperties): string[] {
  const names: Record<string, string> = { p: 'plain', e: 'external', x: 'extended', m: 'main' }
  const methods: Record<string, string> = { p: 'pglz', l: 'lz4' }
  const alter = `alter table ${table} alter column ${ident} set`
  if (column.generated === 'v') return []
  return [
    `${alter} storage ${names[column.storage]}`,
    `${alter} statistics ${column.statistics ?? -1}`,
    ...(column.compression === '' ? [] : [`${alter} compression ${methods[column.compression]}`]),
  ]
}

/** The grants on the column in place of those that are there. */
export function setGrants(
  table: string,
  ident: string,
  column: ColumnProperties,
  live: ColumnProperties['grants'],
): string[] {
  const to = (grantee: string): string => (grantee === '' ? 'public' : quoteIdent(grantee))
  return [
    ...live.map((g) => `revoke ${g.privilege} (${ident}) on ${table} from ${to(g.grantee)}`),
    ...column.grants.map(
      (g) =>
        `grant ${g.privilege} (${ident}) on ${table} to ${to(g.grantee)}${g.grantable ? ' with grant option' : ''}`,
    ),
  ]
}

/** A name that is free, for the column that makes way. */
export function asideName(column: string, live: ColumnState): string {
  for (let n = 1; ; n++) {
    const end = n === 1 ? '_replaced' : `_replaced_${n}`
    const name = `${truncateName(column, 63 - end.length)}${end}`
    if (!live.columns.some((other) => other.name === name)) return name
  }
}
