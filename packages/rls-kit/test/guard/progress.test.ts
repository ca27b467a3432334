import { expect, it } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { restore, snapshot } from '../../src/guard/index.ts'
import { createInsights, withClient } from './scenario.ts'
import { openReal } from './servers.ts'

describeWith('postgres', 'the progress of a restore', (server) => {
  it('tells rows, and how far the index is', { timeout: 120_000 }, async () => {
    const database = await openReal(server)
    try {
      await withClient(database.url, async (db) => {
        await createInsights(db, 20_000, 128)
        await snapshot(db, { schema: 'public', table: 'workflow_insights', column: 'embedding' })
        await db.query('alter table workflow_insights drop column embedding')
        const steps: string[] = []
        await restore(db, undefined, {
          batchRows: 5000,
          monitor: database.url,
          onProgress: ({ phase, done, total }) => void steps.push(`${phase} ${done}/${total}`),
        })
        expect(steps).toContain('data 10000/20000')
        const inside = steps.filter((step) => /^index [1-9]\d*\/[1-9]\d+$/.test(step))
        expect(inside, steps.join(', ')).not.toEqual([])
      })
    } finally {
      await database.drop()
    }
  })
})
