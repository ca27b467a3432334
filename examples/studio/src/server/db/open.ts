import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { apply, createTenantPool, type TenantPool } from '@nyxcore/rls-kit'
import pg from 'pg'
import rls from '../../../rls.config.ts'
import { type Config, studioRoot } from '../config.ts'
import { openEmbedded } from './embedded.ts'
import { acquireLock } from './lock.mjs'
import { migrate } from './migrate.ts'

/** The open database: what requests use is `tenants`, which runs everything as the app role of one tenant. */
export interface Database {
  readonly kind: 'embedded' | 'postgres'
  readonly tenants: TenantPool
  /** The owner's URL. For migrations and the guard only; it holds a password, so it is never logged. */
  readonly ownerUrl: string
  close(): Promise<void>
}

/** The database cannot be used; the message is one line for the person who starts the studio. */
export class DatabaseUnavailable extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause })
    this.name = 'DatabaseUnavailable'
  }
}

/** Opens the embedded database, or the one at DATABASE_URL; migrates it and applies row-level security. */
export function openDatabase(config: Config, what: string): Promise<Database> {
  return config.databaseUrl === undefined ? openEmbeddedDatabase(config, what) : openPostgres(config)
}

async function openEmbeddedDatabase(config: Config, what: string): Promise<Database> {
  const lock = acquireLock(join(config.dataDir, 'studio.lock'), { what, token: process.env.NYX_LOCK_TOKEN })
  let embedded: Awaited<ReturnType<typeof openEmbedded>> | undefined
  try {
    embedded = await openEmbedded(join(config.dataDir, 'pg'))
    const { url } = embedded
    await prepare(url)
    // One session stands behind the socket, so a second connection could only get in between.
    const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 })
    pool.on('error', (error) => console.error('database connection lost:', error.message))
    const opened = embedded
    return {
      kind: 'embedded',
      // The embedded database has no other login than its superuser: each transaction switches to the app role.
      tenants: createTenantPool(pool, rls, { unsafeSuperuserLogin: true }),
      ownerUrl: url,
      async close() {
        await pool.end()
        await opened.close()
        lock.release()
      },
    }
  } catch (error) {
    await embedded?.close().catch(() => undefined)
    lock.release()
    throw error
  }
}

async function openPostgres(config: Config): Promise<Database> {
  const ownerUrl = config.databaseUrl as string
  if (!URL.canParse(ownerUrl)) {
    throw new DatabaseUnavailable(
      'DATABASE_URL is no URL; it has the form postgresql://user:password@host:5432/database',
      undefined,
    )
  }
  let appUrl: string
  try {
    await prepare(ownerUrl)
    appUrl = config.appDatabaseUrl ?? (await makeAppLogin(ownerUrl))
  } catch (error) {
    throw new DatabaseUnavailable(
      `cannot use the database at ${placeOf(ownerUrl)}: ${reasonOf(error)}`,
      error,
    )
  }
  const pool = new pg.Pool({ connectionString: appUrl, max: 10, connectionTimeoutMillis: 5_000 })
  pool.on('error', (error) => console.error('database connection lost:', error.message))
  return {
    kind: 'postgres',
    tenants: createTenantPool(pool, rls),
    ownerUrl,
    close: () => pool.end(),
  }
}

/** Migrates and applies row-level security; doing it again changes nothing. */
export async function prepare(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    await migrate(client, join(studioRoot(), 'migrations'))
    await apply(client, rls)
  } finally {
    await client.end()
  }
}

/**
 * A login that is neither superuser nor owner, made by the owner. Its password follows from DATABASE_URL, which
 * only the owner has, so that several servers on one database agree on it without storing it.
 */
async function makeAppLogin(ownerUrl: string): Promise<string> {
  const digest = (purpose: string): string => createHmac('sha256', ownerUrl).update(purpose).digest('hex')
  const login = `nyx_studio_${digest('login').slice(0, 12)}`
  const password = digest('password')
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    const name = client.escapeIdentifier(login)
    const exists = await client.query('select 1 from pg_roles where rolname = $1', [login])
    const verb = exists.rows.length > 0 ? 'alter' : 'create'
    await client.query(`${verb} role ${name} login nosuperuser password ${client.escapeLiteral(password)}`)
    await client.query(`grant ${client.escapeIdentifier(rls.roles.app)} to ${name}`)
  } finally {
    await client.end()
  }
  const url = new URL(ownerUrl)
  url.username = login
  url.password = password
  return url.href
}

/** Host, port and database of a URL, without login and password. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname || 'localhost'}:${port || '5432'}${pathname}`
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message.split('\n')[0] || error.name : String(error)
}
