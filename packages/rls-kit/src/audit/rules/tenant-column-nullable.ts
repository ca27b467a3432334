import { qualified, quoteIdent } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { ownTables } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'tenant-column-nullable',
  number: 32,
  severity: 'warning',
  title: 'The column that tells the tenant may be NULL',
  why: "A row without a tenant belongs to nobody: no policy shows it, and no tenant's export or deletion finds it.",
  *check(context) {
    for (const table of ownTables(context)) {
      const name = table.column ?? table.via?.column
      const column = table.relation.columns.find((candidate) => candidate.name === name)
      if (column === undefined || column.notNull) continue
      yield {
        object: `${nameOf(table.relation)}.${column.name}`,
        evidence: 'it is not NOT NULL',
        fix: `alter table ${qualified(table.relation)} alter column ${quoteIdent(column.name)} set not null;`,
      }
    }
  },
}
