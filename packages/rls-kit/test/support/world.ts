import pg from 'pg'
import {
  apply,
  createTenantPool,
  type RlsDefinition,
  type TenantPool,
  type TenantPoolOptions,
} from '../../src/index.ts'
import { type EmbeddedPostgres, startEmbedded } from './embedded.ts'
import { definition, schema, seed } from './fixture.ts'

/** A server with the fixture's schema, isolated, and a login that is only a member of the app role. */
export interface World {
  readonly server: EmbeddedPostgres
  readonly rls: RlsDefinition
  /** Superuser's URL of the database, and the login's. */
  readonly adminUrl: string
  readonly loginUrl: string
  readonly admin: pg.Pool
  /** The login's URL through another port. */
  through(port: number): string
  /** A tenant pool of its own, ended with the world. */
  tenants(options?: pg.PoolConfig, more?: TenantPoolOptions): TenantPool & { readonly pool: pg.Pool }
  stop(): Promise<void>
}

export async function makeWorld(
  prefix: string,
  settings: Record<string, string> = {},
  from?: string,
): Promise<World> {
  const server = await startEmbedded({ settings, ...(from === undefined ? {} : { from }) })
  const adminUrl = await server.createDatabase(prefix)
  const admin = new pg.Pool({ connectionString: adminUrl, max: 2 })
  admin.on('error', () => {})
  for (const sql of [...schema, ...seed]) await admin.query(sql)
  const rls = definition(prefix)
  await apply(admin, rls)
  await admin.query(`create role ${prefix}_login login password 'secret' in role ${prefix}_app`)
  const loginUrl = server.urlFor(new URL(adminUrl).pathname.slice(1), `${prefix}_login`, 'secret')
  const pools: pg.Pool[] = []
  return {
    server,
    rls,
    adminUrl,
    loginUrl,
    admin,
    through(port) {
      const url = new URL(loginUrl)
      url.port = String(port)
      return url.href
    },
    tenants(options = {}, more = {}) {
      const pool = new pg.Pool({ connectionString: loginUrl, max: 2, ...options })
      pool.on('error', () => {})
      pools.push(pool)
      return Object.assign(createTenantPool(pool, rls, more), { pool })
    },
    async stop() {
      await Promise.all(pools.map((pool) => pool.end()))
      await admin.end()
      await server.stop()
    },
  }
}
