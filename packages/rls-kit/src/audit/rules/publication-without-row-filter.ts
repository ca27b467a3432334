import { qualified, quoteIdent } from '../../sql.ts'
import { nameOf } from '../context.ts'
import { isAlwaysTrue, mentions, parseExpression } from '../expression.ts'
import { tenantParent } from '../select.ts'
import type { TenantTable } from '../tenancy.ts'
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
        ? context.tenancy.tables.map((table) => ({
            table: table.relation.oid,
            filter: null,
            schema: undefined,
          }))
        : publication.tables
      for (const { table: oid, filter, schema } of tables) {
        const table = context.tenantTable(oid)
        if (table === undefined || (filter !== null && aboutTenant(table, filter))) continue
        if (publication.allTables && tenantParent(context, oid) !== undefined) continue
        const old = context.snapshot.version < 150_000
        yield {
          object: nameOf(table.relation),
          evidence: `${publication.name} publishes ${publication.allTables ? 'all tables' : 'it'} ${filter === null ? 'without a row filter' : `with a row filter that is not about the tenant, ${filter}`}${old ? '; PostgreSQL 14 has none' : ''}`,
          fix: publication.allTables
            ? `-- Publish named tables with row filters instead:\ndrop publication ${quoteIdent(publication.name)};`
            : schema !== undefined
              ? `-- Publish named tables with row filters instead:\nalter publication ${quoteIdent(publication.name)} drop tables in schema ${quoteIdent(schema)};`
              : `-- or give it a row filter: alter publication ... set table ... where (tenant = ...)\nalter publication ${quoteIdent(publication.name)} drop table ${qualified(table.relation)};`,
        }
      }
    }
  },
}

/** Row filters can read no setting, so one about the tenant compares its column with a constant. */
function aboutTenant(table: TenantTable, filter: string): boolean {
  const column = table.column ?? table.via?.column
  return column !== undefined && !isAlwaysTrue(filter) && mentions(parseExpression(filter), column)
}
