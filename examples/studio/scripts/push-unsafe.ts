// Lets a real `drizzle-kit push --force` with a schema that lacks the vector column loose on the studio's database,
// under `rls-kit guard run`, and shows what was there before and after. With --control: without the guard, on a
// scratch copy, so that one sees what the push really does. Exits 0 where both rows are equal, else 1.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type ColumnFingerprint, fingerprint, sameFingerprint } from '@nyxcore/rls-kit/guard'
import pg from 'pg'
import { readConfig, studioRoot } from '../src/server/config.ts'
import { openEmbedded } from '../src/server/db/embedded.ts'
import { FolderError, LockedError } from '../src/server/db/lock.mjs'
import { DatabaseUnavailable, openDatabase, prepare } from '../src/server/db/open.ts'
import { seed } from '../src/server/db/seed.ts'

const target = { schema: 'public', table: 'workflow_insights', column: 'embedding' }
const require = createRequire(import.meta.url)

interface Place {
  readonly url: string
  close(): Promise<void>
}

try {
  const { values } = parseArgs({
    options: { control: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) {
    process.stdout.write('usage: push:unsafe [--control]\n')
  } else {
    process.exitCode = await main(values.control ?? false)
  }
} catch (error) {
  const known =
    error instanceof LockedError || error instanceof FolderError || error instanceof DatabaseUnavailable
  process.stderr.write(`push:unsafe: ${known ? error.message : (error as Error).stack}\n`)
  process.exitCode = 2
}

async function main(control: boolean): Promise<number> {
  const live = await openLive()
  const place = control ? await scratchCopy(live) : live
  try {
    const before = await look(place.url)
    const drizzle = [
      process.execPath,
      drizzleKit(),
      'push',
      '--force',
      '--config',
      'drizzle/unsafe.config.ts',
    ]
    say(
      control
        ? 'no guard, on a scratch copy: drizzle-kit push --force'
        : 'rls-kit guard run -- drizzle-kit push --force',
    )
    const code = control
      ? await run(drizzle, place.url)
      : await run(
          [process.execPath, rlsKit(), 'guard', 'run', '--config', 'rls.config.ts', '--', ...drizzle],
          place.url,
        )
    say(`it ended with ${code}`)
    const after = await look(place.url)
    show('before', before)
    show('after', after)
    const equal = sameFingerprint(before, after)
    say(equal ? 'before and after are equal' : 'before and after DIFFER')
    return equal ? 0 : 1
  } finally {
    await place.close()
  }
}

/** The studio's own database, with its demo data. */
async function openLive(): Promise<Place> {
  const db = await openDatabase(readConfig(), 'push:unsafe')
  await seed(db.tenants)
  return { url: db.ownerUrl, close: () => db.close() }
}

/** The same tables and rows in memory; the live database is closed and left alone. */
async function scratchCopy(live: Place): Promise<Place> {
  const rows = await query(live.url, 'select to_jsonb(t) as row from workflow_insights t')
  await live.close()
  const scratch = await openEmbedded()
  await prepare(scratch.url)
  await query(
    scratch.url,
    'insert into workflow_insights select * from jsonb_populate_recordset(null::workflow_insights, $1::jsonb)',
    [JSON.stringify(rows.map(({ row }) => row))],
  )
  return scratch
}

async function look(url: string): Promise<ColumnFingerprint> {
  return withClient(url, (client) => fingerprint(client, target))
}

async function query(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return withClient(url, async (client) => (await client.query(sql, values)).rows)
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The URL travels in the environment, where no list of processes shows its password. */
function run(command: readonly string[], url: string): Promise<number | null> {
  return new Promise((done, failed) => {
    const [program, ...args] = command
    const child = spawn(program as string, args, {
      cwd: studioRoot(),
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DATABASE_URL: url },
    })
    child.once('error', failed)
    child.once('close', done)
  })
}

function drizzleKit(): string {
  return join(dirname(require.resolve('drizzle-kit')), 'bin.cjs')
}

function rlsKit(): string {
  return join(dirname(require.resolve('@nyxcore/rls-kit/package.json')), 'bin', 'rls-kit.js')
}

function show(when: string, state: ColumnFingerprint): void {
  const policies = state.policies.map(({ name, command }) => `${name}(${command})`).join(' ')
  process.stdout.write(
    [
      `${when.padEnd(7)}checksum ${state.checksum ?? 'none: the column is gone'}`,
      `       values ${state.values} of ${state.rows} rows, type ${state.type ?? 'none'}`,
      `       index ${state.indexes.join('; ') || 'none'}`,
      `       relrowsecurity ${state.relrowsecurity}, relforcerowsecurity ${state.relforcerowsecurity}`,
      `       policies ${policies || 'none'}`,
      '',
    ].join('\n'),
  )
}

function say(text: string): void {
  process.stdout.write(`push:unsafe  ${text}\n`)
}
