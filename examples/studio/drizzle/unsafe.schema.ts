import { index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

// The table as a schema file has it that nobody updated: `embedding` is missing, since no ORM type was at hand when
// the column was added by SQL. A push makes the database look like this file.
export const workflowInsights = pgTable(
  'workflow_insights',
  {
    id: uuid('id').primaryKey(),
    tenantId: uuid('tenant_id').notNull(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    source: text('source').notNull().default('note'),
    embedder: text('embedder').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('workflow_insights_by_tenant').on(table.tenantId, table.createdAt.desc().nullsFirst())],
)
