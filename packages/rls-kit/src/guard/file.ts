import { type FileHandle, open, rename, rm, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { RlsKitError } from '../errors.ts'
import { readColumn } from './catalog.ts'
import { chooseCodec, type SnapshotCodec, sumOfHashes } from './codec.ts'
import { copyOut } from './copy.ts'
import { inFullTable, rowSql } from './rows.ts'
import { inTransaction, one } from './session.ts'
import { readShape } from './shape.ts'
import { displayTarget } from './target.ts'
import type { ColumnState, GuardSession, GuardTarget } from './types.ts'

/** The first line of a snapshot file; the second is its {@link FileHeader} as JSON, then COPY's binary format follows. */
export const fileMagic = 'rls-kit guard snapshot 1\n'

/** What a snapshot file says of itself. */
export interface FileHeader {
  readonly target: GuardTarget
  readonly takenAt: string
  readonly definition: ColumnState
  readonly codec: SnapshotCodec
  readonly rows: number
  readonly values: number
  readonly checksum: string
}

/**
 * Writes a snapshot of one column, with the rows around it, to a file: what outlives DROP DATABASE. Checksum and
 * data come from one database snapshot; the file gets its name only when it is complete and on disk.
 *
 * @throws RlsKitError `GUARD_CONFLICT` where the disk has less room than the table takes.
 */
export async function snapshotToFile(
  db: GuardSession,
  target: GuardTarget,
  path: string,
): Promise<FileHeader> {
  const state = await inTransaction(db, async () => {
    const live = await readColumn(db, target)
    return live.column === null ? live : { ...live, shape: await readShape(db, target) }
  })
  if (state.column === null || state.table === null) {
    throw new RlsKitError('COLUMN_MISSING', `There is no ${displayTarget(target)}.`, {
      advice: 'Correct the name.',
    })
  }
  const codec = chooseCodec(state)
  const sql = rowSql(0, state, codec, state.shape)
  const partial = `${resolve(path)}.partial`
  let header: FileHeader | undefined
  const file = await open(partial, 'w', 0o600)
  try {
    await inFullTable(
      db,
      state,
      async () => {
        await checkRoom(db, state, partial)
        const totals = (await one<{ rows: string; values: string; checksum: string; at: string }>(
          db,
          // OFFSET 0, or the planner would hash each row once for every use of its hash.
          `select count(*)::text as rows, count(h)::text as values, pg_catalog.now()::text as at,
           ${sumOfHashes('h')} as checksum
           from (select case when ${sql.value} is not null then ${sql.hash} end as h from ${sql.rows} t offset 0) hashed`,
        ))!
        header = {
          target,
          takenAt: totals.at,
          definition: state,
          codec,
          rows: Number(totals.rows),
          values: Number(totals.values),
          checksum: totals.checksum,
        }
        await file.write(`${fileMagic}${JSON.stringify(header)}\n`)
        await copyOut(
          db,
          `copy (select ${[...sql.liveKey, sql.value, sql.rest].join(', ')} from ${sql.rows} t) to stdout (format binary)`,
          (chunk) => file.write(chunk),
        )
      },
      'repeatable read',
    )
    await file.sync()
    await file.close()
    await rename(partial, resolve(path))
    return header!
  } catch (error) {
    await file.close().catch(() => {})
    await rm(partial, { force: true })
    throw error
  }
}

async function checkRoom(db: GuardSession, state: ColumnState, path: string): Promise<void> {
  const { size } = (await one<{ size: string }>(
    db,
    'select pg_catalog.pg_table_size($1::text::pg_catalog.oid)::text as size',
    [String(state.table!.oid)],
  ))!
  const { bavail, bsize } = await statfs(dirname(path))
  if (bavail * bsize < Number(size)) {
    throw new RlsKitError(
      'GUARD_CONFLICT',
      `${dirname(path)} has ${bavail * bsize} bytes free, and ${displayTarget(state.target)} takes ${size}.`,
      { advice: 'Free space, or name a file on another disk.' },
    )
  }
}

/** Reads the header, and where the data begins. The caller closes the file. */
export async function openSnapshot(
  path: string,
): Promise<{ file: FileHandle; header: FileHeader; data: number }> {
  const file = await open(resolve(path), 'r').catch((error: unknown) => {
    throw new RlsKitError('SNAPSHOT_MISSING', `${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
      advice: 'Name the file that `rls-kit guard snapshot --file` wrote.',
    })
  })
  const start = Buffer.alloc(4 << 20)
  const { bytesRead } = await file.read(start, 0, start.length, 0)
  const end = start.indexOf(10, fileMagic.length)
  if (start.toString('utf8', 0, fileMagic.length) !== fileMagic || end < 0 || end >= bytesRead) {
    await file.close()
    throw new RlsKitError('SNAPSHOT_MISSING', `${path} is no snapshot of rls-kit.`, {
      advice: 'Name the file that `rls-kit guard snapshot --file` wrote.',
    })
  }
  return {
    file,
    header: JSON.parse(start.toString('utf8', fileMagic.length, end)) as FileHeader,
    data: end + 1,
  }
}

/** The columns of the file, as the table has to have them into which it is loaded. */
export function stagingColumns(header: FileHeader): string {
  return [
    ...header.codec.key.map((key, i) => `k${i + 1} ${key.type}`),
    `v ${header.definition.column!.type}`,
    'rest jsonb',
  ].join(', ')
}
