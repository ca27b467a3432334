import { qualified, quoteIdent } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { columnNames, linksTenant, writes } from '../keys.ts'
import { tenantParent } from '../select.ts'
import type { RelationRow } from '../snapshot/types.ts'
import type { TenantTable } from '../tenancy.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'foreign-key-oracle',
  number: 25,
  severity: 'warning',
  title: 'A foreign key between tenant tables leaves the tenant out',
  why: "Foreign keys are checked past the policies: a tenant can point at another tenant's row, which tells that it exists and lets ON DELETE reach across.",
  *check(context) {
    for (const key of context.snapshot.constraints) {
      if (key.type !== 'f') continue
      const relation = context.relation(key.table)
      const target = context.tenantTable(key.references)
      if (relation === undefined || target === undefined || tenantParent(context, key.table) !== undefined)
        continue
      // a table that all tenants write points at rows of each of them
      const table = context.tenantTable(key.table) ?? everyones(relation)
      if (linksTenant(context, key, table, target) || !writes(context, table.relation)) continue
      const own = columnNames(table.relation, key.columns)
      const theirs = columnNames(target.relation, key.referencedColumns)
      const both =
        table.column === undefined || target.column === undefined
          ? `-- ${nameOf(table.relation)} or ${nameOf(target.relation)} has no tenant column to put into the key.`
          : [
              `alter table ${qualified(target.relation)} add unique (${[target.column, ...theirs].map(quoteIdent).join(', ')});`,
              `alter table ${qualified(table.relation)} drop constraint ${quoteIdent(key.name)}, add constraint ${quoteIdent(key.name)}`,
              `  foreign key (${[table.column, ...own].map(quoteIdent).join(', ')}) references ${qualified(target.relation)} (${[target.column, ...theirs].map(quoteIdent).join(', ')})${/( ON (DELETE|UPDATE) .*)$/.exec(key.definition)?.[1]?.toLowerCase() ?? ''};`,
            ].join('\n')
      yield {
        object: `${nameOf(table.relation)}.${key.name}`,
        evidence: `${key.definition} can be satisfied by a row of another tenant`,
        fix: both,
      }
    }
  },
}

const everyones = (relation: RelationRow): TenantTable => ({
  relation,
  column: undefined,
  via: undefined,
  by: 'definition',
  declared: undefined,
})
