import { qualified, quoteIdent } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { columnNames, guessable, writes } from '../keys.ts'
import { tenantParent } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'unique-oracle',
  number: 26,
  severity: 'warning',
  title: 'A unique key of a tenant table leaves the tenant out',
  why: 'Uniqueness is checked past the policies: the error on a duplicate tells that another tenant has that value.',
  *check(context) {
    for (const index of context.snapshot.indexes) {
      if (!index.unique && !index.exclusion) continue
      const table = context.tenantTable(index.table)
      if (
        table === undefined ||
        tenantParent(context, index.table) !== undefined ||
        !writes(context, table.relation)
      )
        continue
      if (!guessable(context, table, index.columns)) continue
      const columns = columnNames(table.relation, index.columns)
      const constraint = context.snapshot.constraints.some(
        (row) => row.table === index.table && row.name === index.name,
      )
      const name = qualified(table.relation)
      const drop = constraint
        ? `alter table ${name} drop constraint ${quoteIdent(index.name)};`
        : `drop index ${qualified({ schema: table.relation.schema, name: index.name })};`
      const lead = table.column ?? table.via?.column
      yield {
        object: `${nameOf(table.relation)}.${index.name}`,
        evidence: `unique over ${columns.join(', ') || 'an expression'} across all tenants, and the app role may write there`,
        fix:
          lead === undefined || index.columns.includes(0) || index.partial || index.exclusion
            ? `-- Make ${quoteIdent(index.name)} lead with the tenant column.`
            : index.primary
              ? `-- The primary key of ${name} should be (${[lead, ...columns].map(quoteIdent).join(', ')}); foreign keys that point at it have to follow.`
              : `create unique index on ${name} (${[lead, ...columns].map(quoteIdent).join(', ')});\n${drop}`,
      }
    }
  },
}
