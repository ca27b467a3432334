import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { fingerprint, type GuardRunReport } from '../../src/guard/index.ts'
import { execute, guardCli, guardRunJson, packageFolder } from './cli.ts'
import { createInsights, embedding, withClient } from './scenario.ts'
import { openReal } from './servers.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const node = [process.execPath, '--no-warnings']
const sql = [...node, 'test/guard/tools/sql.ts']
const none = ['--layer', 'none']
const cli = [...node, 'test/guard/tools/rls-kit.ts', 'guard', 'run']

describeWith('postgres', 'guard run', (server) => {
  const inDatabase = async (work: (url: string) => Promise<void>): Promise<void> => {
    const database = await openReal(server)
    try {
      await work(database.url)
    } finally {
      await database.drop()
    }
  }
  const look = (url: string) =>
    withClient(url, (db) => fingerprint(db, { ...embedding, type: undefined })).catch(() => undefined)
  const small = (url: string) => withClient(url, (db) => createInsights(db, 20, 8))

  it('runs the first migration of an empty database, and answers its code', async () => {
    await inDatabase(async (url) => {
      const made = await guardRunJson<GuardRunReport>(url, [], [...sql, 'create table a (id int)'])
      expect(made).toMatchObject({ code: 0, report: { exitCode: 0, childExit: 0, columns: [] } })
      expect((await guardCli(url, 'run', '--', ...node, '-e', 'process.exit(7)')).code).toBe(7)
      const typed = await guardRunJson<GuardRunReport>(url, ['--column', 'a.embedding'], [...sql])
      expect(typed).toMatchObject({ code: 2, report: { childExit: null, error: { code: 'COLUMN_MISSING' } } })
      const { rows } = await withClient(url, (db) => db.query('select from rls_kit_guard.guarded'))
      expect(rows, 'a misspelt name leaves nothing behind').toEqual([])
      expect((await guardCli(url, 'snapshot')).stderr).toContain('GUARD_MISSING')
    })
  })

  it('does not start the command where its role could not put the column back', async () => {
    await inDatabase(async (url) => {
      await small(url)
      const folder = await mkdtemp(join(tmpdir(), 'guard-run-'))
      const [reader, poor] = [`guard_reader_${Date.now()}`, `guard_poor_${Date.now()}`]
      const marker = join(folder, 'started')
      const touch = [...node, '-e', `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '')`]
      const as = (role: string): string => Object.assign(new URL(url), { username: role }).href
      try {
        await withClient(url, async (db) => {
          const name = new URL(url).pathname.slice(1)
          await db.query(`create role ${reader} login bypassrls; create role ${poor} login`)
          await db.query(
            `grant create on database ${name} to ${reader}; grant select on workflow_insights to ${reader}`,
          )
          await db.query(`alter table workflow_insights owner to ${poor}`)
        })
        const refused = await guardRunJson<GuardRunReport>(as(reader), none, touch)
        expect(refused).toMatchObject({ code: 2, report: { error: { code: 'PRIVILEGE_MISSING' } } })
        expect(refused.report.error?.message).toContain(`belongs to ${poor}`)
        await withClient(url, (db) => db.query('drop schema rls_kit_guard cascade'))
        const noSchema = await guardRunJson<GuardRunReport>(as(poor), none, touch)
        expect(noSchema.report.error).toMatchObject({
          code: 'PRIVILEGE_MISSING',
          advice: expect.stringContaining('CREATE on the database'),
        })
        expect([noSchema.code, existsSync(marker)]).toEqual([2, false])
        await withClient(url, (db) => db.query(`create schema rls_kit_guard authorization ${poor}`))
        expect(
          (await guardRunJson(as(poor), none, touch)).code,
          'a schema that was made for it will do',
        ).toBe(0)
        expect(existsSync(marker)).toBe(true)
      } finally {
        await withClient(url, async (db) => {
          await db.query(`drop owned by ${reader}, ${poor} cascade`)
          await db.query(`drop role ${reader}, ${poor}`)
        })
        await rm(folder, { recursive: true, force: true })
      }
    })
  })

  it('works under the timeouts and isolation of a cautious role, and says when it may not write', async () => {
    await inDatabase(async (url) => {
      await withClient(url, (db) => createInsights(db, 6000, 256))
      const name = new URL(url).pathname.slice(1)
      const set = (...settings: string[]) =>
        withClient(url, async (db) => {
          for (const setting of settings) await db.query(`alter database ${name} set ${setting}`)
        })
      const before = await look(url)
      await set(
        'statement_timeout = 40',
        'transaction_timeout = 60',
        'idle_in_transaction_session_timeout = 60',
      )
      await set("default_transaction_isolation = 'serializable'", 'lock_timeout = 5000')
      const drop = [...sql, 'drop table workflow_insights']
      const { code, report } = await guardRunJson<GuardRunReport>(url, [...none, '--restore'], drop)
      expect([code, report.error, report.remaining]).toEqual([0, undefined, []])
      expect(await look(url)).toEqual(before)
      await set('default_transaction_read_only = on')
      const readOnly = await guardRunJson<GuardRunReport>(url, none, [...sql])
      expect(readOnly).toMatchObject({
        code: 2,
        report: { error: { advice: expect.stringContaining('primary') } },
      })
    })
  })

  it('forwards a signal, and verifies and restores all the same', async () => {
    await inDatabase(async (url) => {
      await small(url)
      const before = await look(url)
      const script = `
        const pg = require('pg'); process.on('SIGTERM', () => process.exit(33))
        const db = new pg.Client(process.env.DATABASE_URL)
        db.connect().then(() => db.query('drop table workflow_insights')).then(() => db.end())
          .then(() => { console.log('dropped'); setInterval(() => {}, 1000) })`
      const child = spawn(cli[0]!, [...cli.slice(1), ...none, '--', ...node, '-e', script], {
        cwd: packageFolder,
        env: { ...process.env, DATABASE_URL: url },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
      await new Promise<void>((resolve) =>
        child.stdout.on('data', (text) => /dropped/.test(`${text}`) && resolve()),
      )
      child.kill('SIGTERM')
      expect(await ended).toBe(33)
      expect(await look(url)).toEqual(before)
    })
  })

  it('is no success when what belongs to the table could not be put back', async () => {
    await inDatabase(async (url) => {
      await small(url)
      await withClient(url, (db) =>
        db.query('create table notes (id int primary key, insight uuid references workflow_insights)'),
      )
      const drop = [...sql, 'drop table notes, workflow_insights']
      const { code, report } = await guardRunJson<GuardRunReport>(url, [...none, '--restore'], drop)
      expect([code, report.remaining]).toEqual([1, []])
      expect(report.refused).toEqual([expect.stringContaining('relation "public.notes" does not exist')])
    })
  })

  it('answers 137 for a command that was killed, 2 for one that does not exist, and restores', async () => {
    await inDatabase(async (url) => {
      await small(url)
      const before = await look(url)
      const kill = `
        const pg = require('pg'); const db = new pg.Client(process.env.DATABASE_URL)
        db.connect().then(() => db.query('alter table workflow_insights drop column embedding'))
          .then(() => process.kill(process.pid, 'SIGKILL'))`
      const killed = await guardRunJson<GuardRunReport>(url, [...none, '--restore'], [...node, '-e', kill])
      expect(killed).toMatchObject({
        code: 137,
        report: { childExit: 137, childSignal: 'SIGKILL', remaining: [] },
      })
      expect(await look(url)).toEqual(before)
      const missing = await guardRunJson<GuardRunReport>(url, none, ['no-such-command'])
      expect(missing).toMatchObject({ code: 2, report: { childExit: null } })
    })
  })

  it('comes back when its session is ended while it restores', async () => {
    await inDatabase(async (url) => {
      await withClient(url, (db) => createInsights(db, 4000, 256))
      const before = await look(url)
      // Stays behind for a while and ends every session of the guard that it sees.
      const ender = `
        const pg = require('pg'); const db = new pg.Client(process.env.DATABASE_URL); let ended = 0
        db.connect().then(async () => { for (let n = 0; n < 400 && ended < 2; n++) {
          const { rowCount } = await db.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rls-kit guard' and datname = current_database() and state = 'active'")
          ended += rowCount; await new Promise((r) => setTimeout(r, 10)) } await db.end() })`
      const start = `
        const { spawn } = require('node:child_process')
        spawn(process.execPath, ['-e', ${JSON.stringify(ender)}], { detached: true, stdio: 'ignore' }).unref()`
      const drop = [
        ...node,
        '-e',
        `${start}; const pg = require('pg'); const db = new pg.Client(process.env.DATABASE_URL)
        db.connect().then(() => db.query('drop extension vector cascade')).then(() => db.end())`,
      ]
      const { code, report } = await guardRunJson<GuardRunReport>(url, [...none, '--restore'], drop)
      expect([code, report.error, report.remaining]).toEqual([0, undefined, []])
      expect(await look(url)).toEqual(before)
    })
  })

  it('hands its terminal to the command', async () => {
    await inDatabase(async (url) => {
      await small(url)
      const asks = `console.log('terminal', process.stdin.isTTY === true, process.stdout.isTTY === true, process.stdout.columns)`
      const inside = [...cli, ...none, '--', ...node, '-e', `"${asks}"`].join(' ')
      const ran = await execute(['script', '-qec', `stty cols 91; ${inside}`, '/dev/null'], {
        DATABASE_URL: url,
      })
      expect(ran.stdout).toContain('terminal true true 91')
    })
  })
})
