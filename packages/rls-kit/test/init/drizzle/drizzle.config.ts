import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './test/init/drizzle/schema.ts',
  schemaFilter: ['public', 'crm'],
  dbCredentials: { url: process.env.DATABASE_URL ?? '' },
})
