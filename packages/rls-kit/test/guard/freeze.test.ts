import { expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { fingerprint, type GuardRunReport } from '../../src/guard/index.ts'
import { guardRunJson } from './cli.ts'
import { createInsights, embedding, withClient } from './scenario.ts'
import { openReal } from './servers.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const sql = [process.execPath, '--no-warnings', 'test/guard/tools/sql.ts']

describeWith('postgres', 'guard run --freeze', (url) => {
  it.each([
    ['DROP TABLE CASCADE', 'drop table workflow_insights cascade'],
    ['DISABLE ROW LEVEL SECURITY', 'alter table workflow_insights disable row level security'],
    ['TRUNCATE', 'truncate workflow_insights'],
  ])('lets no %s through, with no layer at all', async (_, statement) => {
    const database = await openReal(url)
    try {
      await withClient(database.url, (db) => createInsights(db, 20, 8))
      const look = () => withClient(database.url, (db) => fingerprint(db, { ...embedding, type: undefined }))
      const before = await look()
      const { code, report } = await guardRunJson<GuardRunReport>(
        database.url,
        ['--layer', 'none', '--freeze'],
        [...sql, 'create table unrelated (a int)', 'update workflow_insights set title = title', statement],
      )
      expect(code).toBe(1)
      expect(report).toMatchObject({ lost: [], blocked: [{ what: 'lock refused', command: statement }] })
      expect(await look()).toEqual(before)
      const there = await withClient(database.url, (db) => db.query("select to_regclass('unrelated') as t"))
      expect(there.rows[0].t, 'the rest ran').toBe('unrelated')
    } finally {
      await database.drop()
    }
  })
})
