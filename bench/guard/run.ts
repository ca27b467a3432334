// Snapshot and restore of a vector column against plain COPY of the same column, in one run on one server; and what
// DDL costs with the guard installed. `--rows` (200000), `--dimensions` (1536), `--index-rows` (5000), `--json`.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type GuardProgress,
  install,
  restore,
  restoreFromFile,
  snapshot,
  snapshotToFile,
} from '@nyxcore/rls-kit/guard'
import pg from 'pg'
import { copyIn, copyOut } from '../../packages/rls-kit/src/guard/copy.ts'

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    dimensions: { type: 'string', default: '1536' },
    'index-rows': { type: 'string', default: '5000' },
    tables: { type: 'string', default: '5000' },
    json: { type: 'boolean' },
  },
})
const rows = Number(flags.rows)
const dimensions = Number(flags.dimensions)
const server = process.env.DATABASE_URL
if (server === undefined) {
  console.error('bench guard: set DATABASE_URL to a PostgreSQL with pgvector, as a superuser')
  process.exit(2)
}

const name = `bench_guard_${randomBytes(4).toString('hex')}`
const url = new URL(server)
url.pathname = `/${name}`
const connect = async (to: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: to })
  await client.connect()
  return client
}
const say = (text: string): void => console.error(text)
let peak = 0
const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50)
const time = async (what: string, work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  const ms = performance.now() - start
  say(`${what}: ${(ms / 1000).toFixed(1)} s`)
  return ms
}

/** COPY's binary format, from one block of noise: rows differ in their key and in where in the block they begin. */
async function* generated(count: number): AsyncGenerator<Uint8Array> {
  const bytes = dimensions * 4
  const noise = Buffer.alloc(bytes + 4096)
  for (let i = 0; i < noise.length; i += 4) noise.writeFloatBE(Math.sin(i * 12.9898) * 0.9, i)
  yield Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])
  const perBlock = 32
  const size = 22 + bytes
  // Two blocks by turns: what this makes must not count as the guard's memory.
  const blocks = [Buffer.alloc(perBlock * size), Buffer.alloc(perBlock * size)]
  for (let id = 0, turn = 0; id < count; id += perBlock, turn ^= 1) {
    const block = blocks[turn]!
    let at = 0
    for (let n = id; n < Math.min(count, id + perBlock); n++, at += size) {
      block.writeInt16BE(2, at)
      block.writeInt32BE(8, at + 2)
      block.writeBigInt64BE(BigInt(n), at + 6)
      block.writeInt32BE(4 + bytes, at + 14)
      block.writeInt32BE(dimensions << 16, at + 18)
      noise.copy(block, at + 22, (n % 1024) * 4, (n % 1024) * 4 + bytes)
    }
    yield block.subarray(0, at)
  }
  yield Buffer.from([0xff, 0xff])
}

const admin = await connect(server)
await admin.query(`create database ${name}`)
const folder = await mkdtemp(join(tmpdir(), 'bench-guard-'))
try {
  const db = await connect(url.href)
  const checkpoint = (): Promise<unknown> => db.query('checkpoint') // so that nobody pays for the one before
  await db.query('create extension vector')
  const make = (table: string): Promise<unknown> =>
    db.query(`create table ${table} (id int8 primary key, embedding vector(${dimensions}))`)
  await make('items')
  const copy = (table: string): Promise<void> =>
    copyIn(db, `copy ${table} (id, embedding) from stdin (format binary)`, generated(rows))
  await copy('items') // also warms the server up
  await db.query('vacuum (analyze) items')
  await make('plain')
  await checkpoint()
  const firstIn = await time('COPY in', () => copy('plain'))
  await db.query('drop table plain')
  await checkpoint()
  const plainOut = await time('COPY out', () =>
    copyOut(db, 'copy items (id, embedding) to stdout (format binary)', async () => {}),
  )
  const target = { schema: 'public', table: 'items', column: 'embedding' }
  await checkpoint()
  globalThis.gc?.()
  peak = 0 // what the bench itself needed to make its rows is not the guard's
  const taken = await time('snapshot in the database', () => snapshot(db, target))
  await checkpoint()
  const again = await time('snapshot again, nothing changed', () => snapshot(db, target))
  await db.query('alter table items drop column embedding')
  await db.query('vacuum full items')
  await checkpoint()
  // Writing ends with the last row; then every value is verified, which plain COPY does not do.
  let written = 0
  const writing = async (
    what: string,
    work: (onProgress: GuardProgress) => Promise<unknown>,
  ): Promise<number> => {
    const start = performance.now()
    return time(what, () =>
      work((step) => {
        if (step.phase === 'data') written = performance.now() - start
      }),
    )
  }
  const restored = await writing('restore from the database', (onProgress) =>
    restore(db, [target], { onProgress }),
  )
  const restoredWritten = written
  await db.query('vacuum full items')
  await checkpoint()
  const path = join(folder, 'items.snapshot')
  const fileTaken = await time('snapshot to a file', () => snapshotToFile(db, target, path))
  await db.query('alter table items drop column embedding')
  await db.query('vacuum full items')
  await checkpoint()
  const fileRestored = await writing('restore from the file', (onProgress) =>
    restoreFromFile(db, path, { onProgress }),
  )
  const fileRestoredWritten = written
  const memory = peak
  await make('plain')
  await checkpoint()
  // Before and after: a machine that others use gets slower and faster while this runs.
  const plainIn = (firstIn + (await time('COPY in, again', () => copy('plain')))) / 2
  await db.query('drop table plain')
  const bytes = (await stat(path)).size
  clearInterval(sampler)

  const indexRows = Math.min(rows, Number(flags['index-rows']))
  await db.query(`delete from items where id >= ${indexRows}`)
  await db.query('vacuum items') // or the dead rows are indexed too
  const hnsw = await time(`HNSW over ${indexRows} rows`, () =>
    db.query('create index on items using hnsw (embedding vector_cosine_ops)'),
  )

  // DDL on a catalog of the size that a product has: all tables first, then the guard over a hundred columns.
  const tables = Number(flags.tables)
  await db.query('drop schema rls_kit_guard cascade')
  await db.query('drop table items')
  for (let n = 0; n < tables; n += 100) {
    await db.query(
      Array.from({ length: 100 }, (_, i) => `create table t${n + i} (id int primary key, v vector(3))`).join(
        ';',
      ),
    )
  }
  const ddl = async (): Promise<number> => {
    const times: number[] = []
    for (let n = 0; n < 60; n++) {
      for (const statement of [
        `create table x${n} (a int)`,
        `alter table x${n} add b int`,
        `drop table x${n}`,
      ]) {
        const start = performance.now()
        await db.query(statement)
        times.push(performance.now() - start)
      }
    }
    return times.sort((a, b) => a - b)[times.length >> 1]!
  }
  await ddl()
  const bare = await ddl()
  for (let n = 0; n < 100; n++) await snapshot(db, { schema: 'public', table: `t${n}`, column: 'v' })
  await install(db, { layer: 'trigger' })
  await ddl()
  const guarded = await ddl()
  await db.end()

  const rate = (ms: number): number => Math.round(bytes / 1e6 / (ms / 1000))
  const round = (x: number): number => Math.round(x * 100) / 100
  const result = {
    rows,
    dimensions,
    megabytes: Math.round(bytes / 1e6),
    megabytesPerSecond: {
      copyOut: rate(plainOut),
      copyIn: rate(plainIn),
      snapshot: rate(taken),
      snapshotUnchanged: rate(again),
      restore: rate(restored),
      fileSnapshot: rate(fileTaken),
      fileRestore: rate(fileRestored),
    },
    againstCopy: {
      snapshotToCopyIn: round(plainIn / taken),
      snapshotToCopyOut: round(plainOut / taken),
      restoreToCopyIn: round(plainIn / restoredWritten),
      restoreAndVerifyToCopyIn: round(plainIn / restored),
      fileSnapshotToCopyOut: round(plainOut / fileTaken),
      fileRestoreToCopyIn: round(plainIn / fileRestoredWritten),
      fileRestoreAndVerifyToCopyIn: round(plainIn / fileRestored),
    },
    hnsw: { rows: indexRows, seconds: round(hnsw / 1000) },
    peakMemoryMB: Math.round(memory / 1e6),
    ddl: {
      tables,
      guardedColumns: 100,
      medianMs: round(bare),
      guardedMs: round(guarded),
      addedMs: round(guarded - bare),
    },
  }
  console.log(flags.json ? JSON.stringify(result) : result)
} finally {
  clearInterval(sampler)
  await rm(folder, { recursive: true, force: true })
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.end()
}
