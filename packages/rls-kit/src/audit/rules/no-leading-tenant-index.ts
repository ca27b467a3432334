import { qualified, quoteIdent } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { ownTables } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'no-leading-tenant-index',
  number: 33,
  severity: 'info',
  title: 'No index leads with the tenant column',
  why: 'Every query of a tenant is filtered by it; without an index each one reads the rows of all tenants.',
  *check(context) {
    for (const table of ownTables(context)) {
      if (table.declared?.index === false) continue
      const name = table.column ?? table.via?.column
      const column = table.relation.columns.find((candidate) => candidate.name === name)
      if (column === undefined) continue
      const found = context.snapshot.indexes.some(
        (index) =>
          index.table === table.relation.oid &&
          index.valid &&
          !index.partial &&
          index.columns[0] === column.number,
      )
      if (found) continue
      yield {
        object: nameOf(table.relation),
        evidence: `no valid, whole index begins with ${column.name}`,
        fix: `create index on ${qualified(table.relation)} (${quoteIdent(column.name)});`,
      }
    }
  },
}
