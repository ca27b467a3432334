import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { amendPrismaSchema, fingerprint } from '../../src/guard/index.ts'
import { execute, guardCli, packageFolder } from './cli.ts'
import { tools } from './matrix.ts'
import { createInsights, embedding, withClient } from './scenario.ts'
import { openReal } from './servers.ts'
import { healthy } from './state.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const model = `model Insight {
  id     String @id
  vector String @map("other")

  @@map("workflow_insights")
}
`

describe('amendPrismaSchema', () => {
  it('adds field and index to the mapped model, once', () => {
    const { text, added } = amendPrismaSchema(model, [healthy])
    expect(added).toEqual([
      'model Insight: embedding Unsupported("vector(3)")',
      'model Insight: @@index([embedding], map: "by_embedding")',
    ])
    expect(text).toContain('@@map("workflow_insights")\n  embedding Unsupported("vector(3)")\n')
    expect(amendPrismaSchema(text, [healthy])).toEqual({ text, added: [], unknown: [] })
  })

  it('leaves out a partial index, which Prisma does not look at', () => {
    const [index] = healthy.indexes
    const partial = { ...index!, definition: `${index!.definition} WHERE (embedding IS NOT NULL)` }
    expect(amendPrismaSchema(model, [{ ...healthy, indexes: [partial] }]).added).toHaveLength(1)
  })

  it('says which column has no model', () => {
    expect(amendPrismaSchema('model Other {\n  id Int @id\n}\n', [healthy])).toMatchObject({
      added: [],
      unknown: ['public.workflow_insights.embedding'],
    })
  })
})

describeWith('postgres', 'prisma db push with an amended schema', (url) => {
  it('plans no drop at all', async () => {
    const database = await openReal(url)
    const folder = await mkdtemp(join(packageFolder, 'test/guard/tools/amended-'))
    try {
      await cp(join(packageFolder, 'test/guard/tools/prisma'), folder, { recursive: true })
      const look = () => withClient(database.url, (db) => fingerprint(db, { ...embedding, type: undefined }))
      await withClient(database.url, async (db) => {
        await createInsights(db, 20)
        await db.query('create index plain_idx on workflow_insights using hnsw (embedding vector_l2_ops)')
      })
      const before = await look()
      const schema = ['prisma-schema', '--schema', join(folder, 'schema.prisma')]
      expect((await guardCli(database.url, ...schema)).code).toBe(1)
      expect((await guardCli(database.url, ...schema, '--write')).code).toBe(0)
      expect(await readFile(join(folder, 'schema.prisma'), 'utf8')).toContain('plain_idx')
      const tool = tools.find((candidate) => candidate.name === 'prisma db push')!
      const command = tool.command.filter((word) => word !== '--accept-data-loss').slice(0, -1)
      const ran = await execute([...command, join(folder, 'prisma.config.ts')], {
        ...tool.env,
        DATABASE_URL: database.url,
      })
      expect(ran.stdout, ran.stderr).toContain('already in sync')
      expect(await look()).toEqual(before)
    } finally {
      await rm(folder, { recursive: true, force: true })
      await database.drop()
    }
  })
})
