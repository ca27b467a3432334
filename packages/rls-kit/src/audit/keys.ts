import type { AuditContext } from './context.ts'
import { mentions, parseExpression } from './expression.ts'
import type { ConstraintRow, PolicyRow, RelationRow } from './snapshot/types.ts'
import type { TenantTable } from './tenancy.ts'

const opaqueName = /^_?(?:id|uid|guid|cuid|ulid|nanoid|pk)$/i
const opaqueType = /^(?:text|character varying|character\(|bpchar|bytea)/

/** Column names by number; an expression (0) has none. */
export function columnNames(relation: RelationRow, numbers: readonly number[]): string[] {
  return numbers.flatMap((number) => relation.columns.find((column) => column.number === number)?.name ?? [])
}

/** Whether the app role may put values into the table. */
export function writes(context: AuditContext, relation: RelationRow): boolean {
  const held = context.held(relation)
  return held.has('INSERT') || held.has('UPDATE')
}

/**
 * Whether a foreign key cannot lead to another tenant: it carries the tenant column on both sides, or it is the
 * column through which the policies of the table look the parent up.
 */
export function linksTenant(
  context: AuditContext,
  key: ConstraintRow,
  table: TenantTable,
  target: TenantTable,
): boolean {
  const own = columnNames(table.relation, key.columns)
  const theirs = columnNames(target.relation, key.referencedColumns)
  if (table.column !== undefined && target.column !== undefined) {
    if (own.some((name, index) => name === table.column && theirs[index] === target.column)) return true
  }
  const column = own[0]
  if (own.length !== 1 || column === undefined) return false
  const checks = ['insert', 'update'] as const
  return checks.every((command) => {
    // the policy looks the parent, or the parent's memberships, up by this very column
    const looksUp = (policy: PolicyRow): boolean => {
      const text = policy.check ?? policy.using
      if (text === null) return false
      const nodes = parseExpression(text)
      return mentions(nodes, column) && mentions(nodes, 'EXISTS')
    }
    const policies = context.policiesFor(table.relation.oid, command)
    if (policies.some((policy) => !policy.permissive && looksUp(policy))) return true
    return policies.filter((policy) => policy.permissive).every(looksUp)
  })
}

/**
 * Whether a duplicate tells something: the key leaves the tenant out, and nobody made its values at random (uuid) or
 * from a counter (identity, serial). Those say no more than that an id is taken. The same goes for a primary key of
 * text that is called an id: what Prisma and others put there (cuid, nanoid, ulid) is made by the program, at random.
 */
export function guessable(context: AuditContext, table: TenantTable, numbers: readonly number[]): boolean {
  const columns = table.relation.columns.filter((column) => numbers.includes(column.number))
  const lead = table.column ?? table.via?.column
  if (columns.some((column) => column.name === lead)) return false
  // the table that the tenants themselves stand in: its key is the tenant
  if (
    columns.length > 0 &&
    columns.every(
      (column) => column.type === 'uuid' || column.identity !== '' || /nextval\(/.test(column.default ?? ''),
    )
  ) {
    return false
  }
  if (columns.some((column) => column.type === 'uuid')) return false
  const [only] = columns
  const primary = context.snapshot.indexes.some(
    (index) =>
      index.primary && index.table === table.relation.oid && String(index.columns) === String(numbers),
  )
  if (
    primary &&
    columns.length === 1 &&
    opaqueName.test(only?.name ?? '') &&
    opaqueType.test(only?.type ?? '')
  )
    return false
  // a foreign key that carries the tenant makes the value the tenant's own
  return !context.snapshot.constraints.some(
    (key) =>
      key.type === 'f' &&
      key.table === table.relation.oid &&
      key.columns.every((number) => numbers.includes(number)) &&
      columnNames(table.relation, key.columns).some((name) => name === lead),
  )
}
