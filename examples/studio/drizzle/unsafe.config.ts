import { defineConfig } from 'drizzle-kit'

/** What `push:unsafe` pushes with. It looks at one table only: the others would go too. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './drizzle/unsafe.schema.ts',
  dbCredentials: { url: process.env.DATABASE_URL ?? '' },
  schemaFilter: ['public'],
  tablesFilter: ['workflow_insights'],
  verbose: true,
})
