import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'

/** PostgreSQL inside this process, served to `pg` and to other programs over a socket. */
export interface Embedded {
  readonly url: string
  close(): Promise<void>
}

/**
 * Opens it on a folder, or in memory without one. The socket is a file in a folder that only this user can enter,
 * since it asks for no password; Windows, which has no such sockets for `pg`, gets a loopback port.
 */
export async function openEmbedded(folder?: string): Promise<Embedded> {
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const db = await PGlite.create({
    ...(folder !== undefined ? { dataDir: folder } : {}),
    extensions: { vector },
  })
  const place = await socketPlace()
  const server = new PGLiteSocketServer({ db, maxConnections: 16, ...place.listen })
  try {
    await server.start()
  } catch (error) {
    await db.close()
    throw error
  }
  return {
    url: place.url,
    async close() {
      await server.stop()
      await db.close()
      place.remove()
    },
  }
}

interface Place {
  readonly listen: { path: string } | { host: string; port: number }
  readonly url: string
  remove(): void
}

async function socketPlace(): Promise<Place> {
  if (process.platform === 'win32') {
    const port = await freePort()
    return {
      listen: { host: '127.0.0.1', port },
      url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
      remove: () => {},
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'nyx-'))
  chmodSync(folder, 0o700)
  return {
    listen: { path: join(folder, '.s.PGSQL.5432') },
    url: `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
