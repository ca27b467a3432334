import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { createDatabase } from './scenario.ts'

/** A database of its own, and how to get rid of it. */
export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** An empty PGlite behind a socket: one session, whoever connects. */
export async function openPglite(): Promise<TestDatabase> {
  const db = await PGlite.create({ extensions: { vector } })
  const server = new PGLiteSocketServer({ db, port: 0, host: '127.0.0.1', maxConnections: 20 })
  await server.start()
  return {
    url: `postgres://postgres@${server.getServerConn()}/postgres`,
    async drop() {
      await server.stop()
      await db.close()
    },
  }
}

/** An empty database on a real server with pgvector. */
export function openReal(url: string): Promise<TestDatabase> {
  return createDatabase(url)
}
