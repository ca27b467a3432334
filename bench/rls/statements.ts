import { createTenantPool } from '@nyxcore/rls-kit'
import pg from 'pg'
import { holdToOneCore } from './core.ts'
import { rls, tenants } from './database.ts'
import { interleaved } from './measure.ts'

export type Shape = 'row' | 'list'
export type Way = 'bare' | 'barePrepared' | 'query' | 'withTenant' | 'sequential'
export type Measured = Record<Shape, Record<Way, { micros: number; ratio: number }>> & { oneCore: boolean }

export const text = 'select id, body from notes where id = $1'
export const list = 'select id, body from notes order by id limit 20'
const idOf = (n: number): number => 1 + (Math.abs(n) % tenants)
/** The tenant of that note, as database.ts hands them out. */
export const tenantOf = (n: number): number => 1 + (idOf(n) % tenants)

const shapes = {
  row: { sql: text, filtered: `${text} and tenant_id = $2`, values: (n: number) => [idOf(n)], finds: 1 },
  list: {
    sql: list,
    filtered: 'select id, body from notes where tenant_id = $1 order by id limit 20',
    values: () => [],
    finds: 20,
  },
}

export const openPool = (connectionString: string): pg.Pool =>
  new pg.Pool({ connectionString, max: 1 }).on('error', () => {})

/** One statement, in every way that one can send it, over one session of each role. */
export async function measureStatements(
  admin: string,
  app: string,
  options: { rounds: number; warmUp: number },
): Promise<Measured> {
  const bare = openPool(admin)
  const pool = openPool(app)
  const db = createTenantPool(pool, rls)
  try {
    const result: Partial<Measured> = { oneCore: await holdToOneCore(bare, pool) }
    for (const name of ['row', 'list'] as const) {
      const { sql, filtered, values, finds } = shapes[name]
      const counts = [
        await bare.query(filtered, [...values(7), tenantOf(7)]),
        await db.query(tenantOf(7), sql, values(7)),
      ].map((each) => each.rows.length)
      if (counts.some((count) => count !== finds)) throw new Error(`${name}: ${counts} rows and not ${finds}`)
      result[name] = await interleaved<Way>(
        {
          bare: (n) => bare.query(filtered, [...values(n), tenantOf(n)]),
          barePrepared: (n) => bare.query({ name, text: filtered, values: [...values(n), tenantOf(n)] }),
          query: (n) => db.query(tenantOf(n), sql, values(n)),
          withTenant: (n) => db.withTenant(tenantOf(n), (tx) => tx.query(sql, values(n))),
          sequential: async (n) => {
            // what one writes by hand, without a pipeline
            const client = await pool.connect()
            await client.query('begin')
            await client.query("select set_config('app.tenant_id', $1, true)", [String(tenantOf(n))])
            await client.query('set local role bench_app')
            await client.query(sql, values(n))
            await client.query('commit')
            client.release()
          },
        },
        { ...options, perBatch: 20 },
      )
    }
    return result as Measured
  } finally {
    await bare.end()
    await pool.end()
  }
}
