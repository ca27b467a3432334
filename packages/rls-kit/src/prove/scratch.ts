import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { RlsKitError, sqlState } from '../errors.ts'
import { quoteIdent } from '../sql.ts'
import type { Queryable } from '../types.ts'

/** A copy of a database that lasts as long as `work`. */
export interface Scratch {
  readonly name: string
  readonly url: string
}

/**
 * Clones a database with CREATE DATABASE ... TEMPLATE, hands the copy's URL to `work`, and drops the copy whatever
 * happens. PostgreSQL copies the files, rows included, and only while nobody else is connected to the original.
 *
 * @throws {@link RlsKitError} `NOT_DISPOSABLE` where the database cannot be cloned; the message says why.
 */
export async function withScratch<T>(url: string, work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const source = new URL(url)
  const original = decodeURIComponent(source.pathname.slice(1)) || decodeURIComponent(source.username)
  const name = `rls_kit_scratch_${randomBytes(5).toString('hex')}`
  const admin = await connectBeside(source, original)
  try {
    try {
      await admin.query(`create database ${quoteIdent(name)} template ${quoteIdent(original)}`)
    } catch (error) {
      throw new RlsKitError('NOT_DISPOSABLE', `${original} could not be cloned: ${why(error)}`, {
        cause: error,
        advice:
          'Clone it yourself (pg_dump --schema-only into an empty database) and run prove there with --disposable.',
      })
    }
    try {
      const copy = new URL(url)
      copy.pathname = `/${encodeURIComponent(name)}`
      await copySettings(admin, original, name)
      const client = await connect(copy)
      await checkCopy(client, name).finally(() => client.end().catch(() => {}))
      return await work({ name, url: copy.href })
    } finally {
      await admin.query(`drop database if exists ${quoteIdent(name)} with (force)`)
    }
  } finally {
    await admin.end().catch(() => {})
  }
}

/**
 * Refuses a copy that is none: PGlite takes CREATE DATABASE, and answers with its one database whichever is named.
 * What is meant for the copy would then happen to the original.
 *
 * @throws {@link RlsKitError} `NOT_DISPOSABLE`.
 */
export async function checkCopy(db: Queryable, name: string): Promise<void> {
  const { rows } = await db.query('select pg_catalog.current_database() as name')
  if ((rows[0] as { name: string }).name === name) return
  throw new RlsKitError('NOT_DISPOSABLE', 'this server answers every name with the same database.', {
    advice: 'Point it at a server of its own that may be thrown away, with --disposable.',
  })
}

async function connect(url: URL): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** A template must have no other connection, so the one that clones stands in another database. */
async function connectBeside(source: URL, original: string): Promise<pg.Client> {
  let last: unknown
  for (const database of ['postgres', 'template1'].filter((name) => name !== original)) {
    const beside = new URL(source)
    beside.pathname = `/${database}`
    try {
      return await connect(beside)
    } catch (error) {
      last = error
    }
  }
  throw new RlsKitError('UNREACHABLE', `No connection beside ${original}: ${(last as Error).message}`, {
    cause: last,
    advice: 'Cloning needs the database postgres or template1 on the same server.',
  })
}

/** ALTER DATABASE ... SET and ALTER ROLE ... IN DATABASE belong to the original's name and are not copied along. */
async function copySettings(admin: pg.Client, original: string, copy: string): Promise<void> {
  const { rows } = await admin.query(
    `select r.rolname as role, c.entry from pg_catalog.pg_db_role_setting s
       join pg_catalog.pg_database d on d.oid = s.setdatabase left join pg_catalog.pg_roles r on r.oid = s.setrole
       cross join unnest(s.setconfig) as c(entry)
     where d.datname = $1 and split_part(c.entry, '=', 1) like '%.%'`,
    [original],
  )
  for (const { role, entry } of rows as { role: string | null; entry: string }[]) {
    const at = entry.indexOf('=')
    const name = entry.slice(0, at).split('.').map(quoteIdent).join('.')
    const value = admin.escapeLiteral(entry.slice(at + 1))
    const database = quoteIdent(copy)
    await admin.query(
      role === null
        ? `alter database ${database} set ${name} = ${value}`
        : `alter role ${quoteIdent(role)} in database ${database} set ${name} = ${value}`,
    )
  }
}

function why(error: unknown): string {
  const message = (error as Error).message
  switch (sqlState(error)) {
    case '55006':
      return 'others are connected to it, and PostgreSQL clones only what nobody uses'
    case '42501':
      return `the login may not (${message}); it needs CREATEDB, and to own the database or be a superuser`
    default:
      return message
  }
}
