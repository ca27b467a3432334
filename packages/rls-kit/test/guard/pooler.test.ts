import { expect, it, vi } from 'vitest'
import { describeWith, findService } from '../../../../scripts/testing/services.ts'
import { fingerprint, type GuardRunReport } from '../../src/guard/index.ts'
import { startPgBouncer } from '../support/pgbouncer.ts'
import { guardCli, guardRunJson } from './cli.ts'
import { createInsights, embedding, withClient } from './scenario.ts'
import { openPglite, openReal } from './servers.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const sql = [process.execPath, '--no-warnings', 'test/guard/tools/sql.ts']
const look = (url: string) => withClient(url, (db) => fingerprint(db, { ...embedding, type: undefined }))

const server = findService('postgres')
describeWith('pgbouncer', 'the guard behind a pooler in transaction mode', (binary) => {
  it.skipIf(server === undefined)('takes, blocks and restores, and leaves no setting behind', async () => {
    const database = await openReal(server!)
    const pooler = await startPgBouncer(binary, new URL(database.url), 4)
    try {
      await withClient(database.url, (db) => createInsights(db, 60, 16))
      const before = await look(database.url)
      const drop = [...sql, 'drop extension vector cascade']
      const restored = await guardRunJson<GuardRunReport>(pooler.url, ['--layer', 'none', '--restore'], drop)
      expect(restored, restored.stderr).toMatchObject({ code: 0, report: { remaining: [] } })
      expect(await look(database.url)).toEqual(before)
      const blocked = await guardRunJson<GuardRunReport>(pooler.url, [], drop)
      expect(blocked).toMatchObject({
        code: 1,
        report: { layer: 'trigger', blocked: [{ command: 'DROP EXTENSION' }] },
      })
      await guardCli(pooler.url, 'uninstall')
      const frozen = await guardRunJson<GuardRunReport>(pooler.url, ['--layer', 'none', '--freeze'], drop)
      expect(frozen).toMatchObject({ code: 1, report: { lost: [], blocked: [{ what: 'lock refused' }] } })
      for (let n = 0; n < 4; n++) {
        const { rows } = await withClient(pooler.url, (db) =>
          db.query(
            "select name, setting from pg_settings where source = 'session' and name in ('search_path', 'row_security', 'statement_timeout', 'session_replication_role')",
          ),
        )
        expect(rows).toEqual([])
      }
    } finally {
      await pooler.stop()
      await database.drop()
    }
  })
})

it('works on PGlite, whose one session and one database it says to be too few for some things', async () => {
  const database = await openPglite()
  try {
    const { url } = database
    await withClient(url, (db) => createInsights(db, 20, 8))
    const before = await look(url)
    const drop = [...sql, 'drop schema public cascade', 'create schema public']
    const restored = await guardRunJson<GuardRunReport>(url, ['--layer', 'none', '--restore'], drop)
    expect(restored, restored.stderr).toMatchObject({ code: 0, report: { remaining: [] } })
    expect(await look(url)).toEqual(before)
    const pinned = await guardRunJson<GuardRunReport>(
      url,
      ['--layer', 'pin'],
      [...sql, 'alter table workflow_insights drop column embedding cascade'],
    )
    expect(pinned).toMatchObject({ code: 1, report: { layer: 'pin', lost: [] } })
    const dry = await guardRunJson<GuardRunReport>(url, ['--dry-run'], drop)
    expect(dry).toMatchObject({ code: 2, report: { childExit: null, error: { code: 'NOT_DISPOSABLE' } } })
    expect((await guardCli(url, 'install', '--hold-database')).code).toBe(2)
    expect(await look(url)).toEqual(before)
  } finally {
    await database.drop()
  }
})
