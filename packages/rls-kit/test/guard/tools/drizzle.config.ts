import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './test/guard/tools/drizzle.schema.ts',
  dbCredentials: { url: process.env.DATABASE_URL ?? '' },
  strict: false,
  verbose: true,
})
