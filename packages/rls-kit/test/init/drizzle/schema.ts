// As Drizzle's documentation writes tables: identity and uuid keys, snake_case columns, relations by references().
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgSchema,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'

const timestamps = {
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true }),
}

export const status = pgEnum('status', ['draft', 'sent', 'paid'])
export const crm = pgSchema('crm')

export const workspaces = pgTable('workspaces', {
  id: uuid().primaryKey().defaultRandom(),
  name: varchar({ length: 120 }).notNull(),
  ...timestamps,
})

export const members = pgTable(
  'workspace_members',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    userId: uuid('user_id').notNull(),
    admin: boolean().notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.userId] })],
)

export const customers = crm.table(
  'customers',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    email: text().notNull(),
    address: jsonb(),
    ...timestamps,
  },
  (table) => [unique().on(table.workspaceId, table.email)],
)

export const invoices = pgTable(
  'invoices',
  {
    id: serial().primaryKey(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    status: status().notNull().default('draft'),
    total: numeric({ precision: 12, scale: 2 }).notNull(),
  },
  (table) => [index('invoices_workspace_idx').on(table.workspaceId)],
)

export const invoiceLines = pgTable('invoice_lines', {
  id: integer().primaryKey().generatedByDefaultAsIdentity(),
  invoiceId: integer('invoice_id')
    .notNull()
    .references(() => invoices.id, { onDelete: 'cascade' }),
  text: text().notNull(),
  amount: numeric({ precision: 12, scale: 2 }).notNull(),
})

export const currencies = pgTable('currencies', {
  code: varchar({ length: 3 }).primaryKey(),
  name: text().notNull(),
})
