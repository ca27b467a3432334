import { describe, expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { copyEnvironment } from '../../src/guard/dry-run-env.ts'
import { fingerprint, type GuardRunReport } from '../../src/guard/index.ts'
import {
  compareInventories,
  type InventoryItem,
  outermost,
  takeInventory,
} from '../../src/guard/inventory.ts'
import { guardCli, guardRunJson } from './cli.ts'
import { tools } from './matrix.ts'
import { createInsights, embedding, withClient } from './scenario.ts'
import { openReal } from './servers.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const sql = [process.execPath, '--no-warnings', 'test/guard/tools/sql.ts']

describe('copyEnvironment', () => {
  const original = 'postgres://me:secret@db.example:6543/app'
  const copy = 'postgres://me:secret@db.example:6543/copy'

  it('names the copy in every variable that named the database, and keeps their parameters', () => {
    const env = copyEnvironment(
      {
        DIRECT_URL: 'postgresql://other@pooler.example/app?schema=public',
        ELSEWHERE: 'postgres://me@db.example:6543/app2',
        HOME: '/',
      },
      original,
      copy,
    )
    expect(env).toMatchObject({
      DATABASE_URL: copy,
      DIRECT_URL: `${copy}?schema=public`,
      ELSEWHERE: 'postgres://me@db.example:6543/app2',
      HOME: '/',
      PGDATABASE: 'copy',
      PGHOST: 'db.example',
      PGPORT: '6543',
      PGUSER: 'me',
      PGPASSWORD: 'secret',
    })
  })
})

describe('compareInventories', () => {
  const item = (kind: string, name: string, of: string | null = null, detail = ''): InventoryItem => ({
    kind,
    name,
    detail,
    of,
  })

  it('tells what is gone, and shows a table without its parts', () => {
    const before = [
      item('table', 'public.a'),
      item('column', 'public.a.b', 'public.a'),
      item('index', 'public.i', 'public.c'),
    ]
    const { dropped, created } = compareInventories(before, [item('table', 'public.d')])
    expect(dropped).toEqual(before)
    expect(outermost(dropped).map(({ name }) => name)).toEqual(['public.a', 'public.i'])
    expect(created.map(({ name }) => name)).toEqual(['public.d'])
  })
})

describeWith('postgres', 'guard run --dry-run', (server) => {
  const inDatabase = async (work: (url: string) => Promise<void>): Promise<void> => {
    const database = await openReal(server)
    try {
      await withClient(database.url, (db) => createInsights(db, 20))
      await work(database.url)
    } finally {
      await database.drop()
    }
  }
  const look = (url: string) =>
    withClient(url, async (db) => [await fingerprint(db, embedding), await takeInventory(db)] as const)
  /** The copy that a run spoke of is gone. Other tests make copies of theirs at the same time. */
  const expectDropped = async (url: string, { stderr }: { stderr: string }) => {
    const name = /on the copy (rls_kit_scratch_\w+)/.exec(stderr)?.[1]
    expect(name, stderr).toBeDefined()
    const left = await withClient(url, (db) => db.query('select from pg_database where datname = $1', [name]))
    expect(left.rowCount).toBe(0)
  }

  it.each(
    tools
      .filter((tool) => /^(drizzle|prisma db push$|TypeORM)/.test(tool.name))
      .map((tool) => [tool.name, tool] as const),
  )('shows what %s would drop, and leaves the database alone', async (_, tool) => {
    await inDatabase(async (url) => {
      const before = await look(url)
      const ran = await guardRunJson<GuardRunReport>(url, ['--dry-run'], tool.command, tool.env)
      const { code, report } = ran
      expect(code, JSON.stringify(report.error)).toBe(1)
      expect(report.lost.map((finding) => finding.kind)).toEqual(
        expect.arrayContaining(['column-missing', 'index-missing', 'values-lost']),
      )
      expect(report.dryRun?.dropped.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
        expect.arrayContaining([
          'column public.workflow_insights.embedding',
          'index public.workflow_insights_embedding_idx',
        ]),
      )
      expect(await look(url)).toEqual(before)
      const schema = await withClient(url, (db) => db.query("select to_regnamespace('rls_kit_guard') as s"))
      expect(schema.rows[0].s, 'not even a schema of the guard').toBeNull()
      await expectDropped(url, ran)
    })
  })

  it('says it to a person, and looks past a guard that is installed', async () => {
    await inDatabase(async (url) => {
      await guardCli(url, 'install', '--layer', 'pin')
      const before = await look(url)
      const ran = await guardCli(
        url,
        'run',
        '--dry-run',
        '--',
        ...sql,
        'drop table workflow_insights',
        'create table a (b int)',
      )
      expect(ran.stderr).not.toContain('cannot drop')
      expect(ran.stdout).toContain('would lose public.workflow_insights.embedding: the table is gone')
      expect(ran.stdout).toContain('would drop table public.workflow_insights\n')
      expect(ran.stdout).toContain('would create table public.a\n')
      expect(ran.code).toBe(1)
      expect(await look(url)).toEqual(before)
      expect((await guardCli(url, 'verify')).code).toBe(0)
      const calm = await guardCli(
        url,
        'run',
        '--dry-run',
        '--',
        ...sql,
        'alter table workflow_insights add c int',
      )
      expect([calm.code, calm.stdout]).toEqual([
        0,
        expect.stringContaining('no guarded column would lose anything'),
      ])
    })
  })

  it('copies table by table where others are connected, and says what it did not copy', async () => {
    await inDatabase(async (url) => {
      await withClient(url, async (other) => {
        await other.query(`create schema app; create type app.mood as enum ('good', 'bad'); create table app.people (
          id int generated always as identity primary key, mood app.mood default 'good', twice int generated always as (id * 2) stored)`)
        await other.query('insert into app.people (mood) select null from generate_series(1, 1500)')
        await other.query('create table app.notes (person int references app.people, body text)')
        await other.query('insert into app.notes values (1500, $1)', ['of a row that is not in the sample'])
        await other.query(`create table app.log (at int) partition by range (at); create table app.log_1 partition of app.log default;
          create view app.happy as select * from app.people where mood = 'good'; create table app.heir () inherits (app.people)`)
        await other.query('create index second on workflow_insights using hnsw (embedding vector_l2_ops)')
        const before = await look(url)
        const ran = await guardRunJson<GuardRunReport>(
          url,
          ['--dry-run'],
          [
            ...sql,
            'alter table workflow_insights drop column embedding',
            'drop view app.happy',
            'create table app.more (a int)',
          ],
        )
        expect(ran.stderr).toContain('table by table')
        expect([ran.code, ran.report.error]).toEqual([1, undefined])
        expect(ran.report.columns[0]?.before.values).toBe(18)
        expect(ran.report.dryRun?.dropped.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
          'column public.workflow_insights.embedding',
          'index public.second',
          'index public.workflow_insights_embedding_idx',
          'view app.happy',
        ])
        expect(ran.report.dryRun?.created.map(({ name }) => name)).toEqual(['app.more.a', 'app.more'])
        const unsaid = ran.report.dryRun?.notCopied.filter(
          (text) => !/^(privileges|subscriptions|functions|rows)/.test(text),
        )
        expect(unsaid).toEqual([])
        expect(await look(url)).toEqual(before)
        await expectDropped(url, ran)
      })
    })
  })

  it('refuses a command that goes to the database itself, or to none', async () => {
    await inDatabase(async (url) => {
      const before = await look(url)
      const past = (text: string) => [
        process.execPath,
        '-e',
        `const pg = require('pg'); const db = new pg.Client(${JSON.stringify(url)})
         db.connect().then(() => db.query(${JSON.stringify(text)})).finally(() => db.end())`,
      ]
      const reached = await guardRunJson<GuardRunReport>(
        url,
        ['--dry-run'],
        past('drop table workflow_insights'),
      )
      expect(reached).toMatchObject({
        code: 2,
        report: { error: { message: expect.stringContaining('cancelled: drop table') } },
      })
      expect(await look(url)).toEqual(before)
      const made = await guardRunJson<GuardRunReport>(url, ['--dry-run'], past('create table beside (a int)'))
      expect(made.report.error?.message).toContain('table public.beside')
      const nowhere = await guardRunJson<GuardRunReport>(url, ['--dry-run'], ['true'])
      expect(nowhere).toMatchObject({
        code: 2,
        report: { error: { message: expect.stringContaining('did not connect') } },
      })
      await expectDropped(url, nowhere)
    })
  })
})
