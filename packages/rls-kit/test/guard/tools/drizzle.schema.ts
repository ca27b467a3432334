import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** A schema that does not know the embedding, its index, or row security. */
export const workflowInsights = pgTable('workflow_insights', {
  id: uuid('id').primaryKey().defaultRandom(),
  tenantId: uuid('tenant_id').notNull(),
  title: text('title').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})
