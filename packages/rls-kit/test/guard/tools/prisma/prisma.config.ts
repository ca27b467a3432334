import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { defineConfig } from 'prisma/config'

// Prisma's JavaScript engine refuses the catalog's own types (name, "char", their arrays, int2vector, reg*),
// and does not know that PostgreSQL 18 lists NOT NULL as constraints. Both are put in terms that it knows.
const catalogTypes = new Set([18, 19, 22, 24, 194, 1002, 1003, 2205, 2206])

function plain(result: pg.QueryArrayResult): pg.QueryArrayResult {
  for (const field of result.fields ?? []) if (catalogTypes.has(field.dataTypeID)) field.dataTypeID = 25
  const type = result.fields?.findIndex((field) => /^(contype|constraint_type)$/.test(field.name)) ?? -1
  if (type >= 0) result.rows = result.rows.filter((row) => row[type] !== 'n')
  return result
}

function translating<T extends pg.Pool | pg.PoolClient>(queryable: T): T {
  const query = queryable.query.bind(queryable) as (...args: unknown[]) => Promise<pg.QueryArrayResult>
  return Object.assign(queryable, {
    query: async (config: pg.QueryArrayConfig, values?: unknown[]) => {
      // As text, or pg-types would turn an array of names into a JavaScript array.
      const types = config.types
      const getTypeParser = (oid: number, format?: string) =>
        catalogTypes.has(oid) ? (value: string) => value : types?.getTypeParser(oid, format as 'text')
      return plain(
        await query(typeof config === 'string' ? config : { ...config, types: { getTypeParser } }, values),
      )
    },
  })
}

const pool = translating(new pg.Pool({ connectionString: process.env.DATABASE_URL, allowExitOnIdle: true }))
const connect = pool.connect.bind(pool) as (callback?: unknown) => Promise<pg.PoolClient>
// With a callback it is the pool's own query that asks, and its result is translated above.
Object.assign(pool, {
  connect: (callback?: unknown) => (callback === undefined ? connect().then(translating) : connect(callback)),
})

// After a reset a timer of the JavaScript engine outlives its work and keeps the process for minutes.
const later = globalThis.setTimeout
globalThis.setTimeout = ((...args: Parameters<typeof later>) => later(...args).unref()) as typeof later

export default defineConfig({
  schema: './schema.prisma',
  engine: 'js',
  experimental: { adapter: true },
  adapter: async () => new PrismaPg(pool, { disposeExternalPool: true }),
})
