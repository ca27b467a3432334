import { qualified, quoteIdent } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { tenantParent } from '../select.ts'
import type { AuditRule } from '../types.ts'

export const rule: AuditRule = {
  id: 'publication-without-row-filter',
  number: 38,
  severity: 'warning',
  title: 'A publication sends the rows of every tenant',
  why: "Row-level security does not apply to logical replication: a subscriber gets every row that the publication's row filter lets through.",
  *check(context) {
    for (const publication of context.snapshot.publications) {
      const tables = publication.allTables
        ? context.tenancy.tables.map((table) => ({ table: table.relation.oid, filter: null }))
        : publication.tables
      for (const { table: oid, filter } of tables) {
        const table = context.tenantTable(oid)
        if (filter !== null || table === undefined) continue
        if (publication.allTables && tenantParent(context, oid) !== undefined) continue
        const old = context.snapshot.version < 150_000
        yield {
          object: nameOf(table.relation),
          evidence: `${publication.name} publishes ${publication.allTables ? 'all tables' : 'it'} without a row filter${old ? '; PostgreSQL 14 has none' : ''}`,
          fix: publication.allTables
            ? `-- Publish named tables with row filters instead:\ndrop publication ${quoteIdent(publication.name)};`
            : `-- or give it a row filter: alter publication ... set table ... where (tenant = ...)\nalter publication ${quoteIdent(publication.name)} drop table ${qualified(table.relation)};`,
        }
      }
    }
  },
}
