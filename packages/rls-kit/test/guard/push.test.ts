import { afterEach, describe, expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { fingerprint, type GuardRunReport } from '../../src/guard/index.ts'
import { execute, guardCli, guardRunJson } from './cli.ts'
import { createInsights, embedding, withClient } from './scenario.ts'
import { openPglite, openReal, type TestDatabase } from './servers.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const push = [
  'node_modules/.bin/drizzle-kit',
  'push',
  '--force',
  '--config',
  'test/guard/tools/drizzle.config.ts',
]

function suite(open: () => Promise<TestDatabase>): void {
  let database: TestDatabase | undefined
  afterEach(async () => {
    await database?.drop()
    database = undefined
  })
  const prepare = async (): Promise<TestDatabase> => {
    database = await open()
    await withClient(database.url, (db) => createInsights(db))
    return database
  }
  const look = (url: string) => withClient(url, (db) => fingerprint(db, embedding))

  it('control: without the guard the push drops the column and row security, and answers 0', async () => {
    const { url } = await prepare()
    expect((await execute(push, { DATABASE_URL: url })).code).toBe(0)
    const after = await look(url)
    expect(after).toMatchObject({
      type: null,
      checksum: null,
      relrowsecurity: false,
      policies: [],
      indexes: [],
    })
  })

  it('the event trigger blocks the push although it answers 0, and nothing is lost', async () => {
    const { url } = await prepare()
    const before = await look(url)
    const { code, report } = await guardRunJson<GuardRunReport>(url, [], push)
    expect(code).toBe(1)
    expect(report).toMatchObject({ exitCode: 1, childExit: 0, layer: 'trigger', lost: [], restored: [] })
    expect(report.blocked).toEqual([
      { what: 'row security disabled', column: 'public.workflow_insights.embedding', command: 'ALTER TABLE' },
    ])
    expect(await look(url)).toEqual(before)
  })

  it('without a layer everything is put back, and the exit code says that it had to be', async () => {
    const { url } = await prepare()
    const before = await look(url)
    const { code, report } = await guardRunJson<GuardRunReport>(url, ['--layer', 'none'], push)
    expect(code).toBe(1)
    expect(report.lost.map((finding) => finding.kind)).toEqual([
      'rls-disabled',
      'policy-missing',
      'column-missing',
      'index-missing',
      'values-lost',
    ])
    expect(report.restored.map((item) => item.what)).toEqual([
      'row security',
      'policy',
      'column',
      'data',
      'index',
    ])
    expect(report.columns[0]?.after).toEqual(report.columns[0]?.before)
    expect(await look(url)).toEqual(before)
    expect((await guardCli(url, 'verify')).code).toBe(0)
    expect((await guardCli(url, 'restore')).stdout).toContain('nothing lost')
  })

  it('with --restore a loss that was put back is no failure', async () => {
    const { url } = await prepare()
    const before = await look(url)
    const { code, report } = await guardRunJson<GuardRunReport>(url, ['--layer', 'none', '--restore'], push)
    expect([code, report.childExit, report.remaining]).toEqual([0, 0, []])
    expect(await look(url)).toEqual(before)
  })
}

describe('drizzle-kit push against PGlite', () => suite(openPglite))
describeWith('postgres', 'drizzle-kit push against PostgreSQL', (url) => suite(() => openReal(url)))
