import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { fingerprint, restoreFromFile, snapshotToFile } from '../../src/guard/index.ts'
import { createInsights, embedding, withClient } from './scenario.ts'
import { openReal } from './servers.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

describeWith('postgres', 'a snapshot in a file', (url) => {
  it('brings everything back into the same and into an empty database, and refuses a damaged file', async () => {
    const [first, second] = [await openReal(url), await openReal(url)]
    const folder = await mkdtemp(join(tmpdir(), 'guard-file-'))
    const path = join(folder, 'insights.snapshot')
    try {
      const before = await withClient(first.url, async (db) => {
        await createInsights(db, 300, 64)
        const header = await snapshotToFile(db, embedding64, path)
        const print = await fingerprint(db, embedding64)
        expect(header).toMatchObject({ rows: 300, values: 270, checksum: print.checksum })
        await db.query('drop extension vector cascade')
        await db.query("delete from workflow_insights where title like '%7'")
        expect(await restoreFromFile(db, path)).toMatchObject({ refused: [], remaining: [] })
        expect(await fingerprint(db, embedding64)).toEqual(print)
        return print
      })
      await withClient(second.url, async (db) => {
        const { restored } = await restoreFromFile(db, path)
        expect(restored.map((item) => item.what)).toEqual([
          ...['extension', 'table', 'row security', 'forced row security', 'policy', 'rows', 'index'],
        ])
        expect(await fingerprint(db, embedding64)).toEqual(before)
        expect((await restoreFromFile(db, path)).restored, 'again').toEqual([])

        await truncate(path, (await readFile(path)).length - 500)
        await db.query('update workflow_insights set embedding = null')
        await expect(restoreFromFile(db, path)).rejects.toThrow(/COPY/)
        await writeFile(path, 'something else\n')
        await expect(restoreFromFile(db, path)).rejects.toMatchObject({ code: 'SNAPSHOT_MISSING' })
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
      await first.drop()
      await second.drop()
    }
  })
})

const embedding64 = { schema: embedding.schema, table: embedding.table, column: embedding.column }
