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
    expect(text).toBe(`model Insight {
  id     String @id
  vector String @map("other")
  embedding Unsupported("vector(3)")

  @@map("workflow_insights")
  @@index([embedding], map: "by_embedding")
}
`)
    expect(amendPrismaSchema(text, [healthy])).toEqual({ text, added: [], unknown: [], notes: [] })
  })

  const nullable = { ...healthy, column: { ...healthy.column!, notNull: false } }
  const real = `generator client {
  provider = "prisma-client-js" // model Insight { }
}

enum workflow_insights { A B }

/* model workflow_insights {
  id Int @id
} */
// @@map("workflow_insights")
model Other {
  id Int @id /// @@map("workflow_insights")
  text String @default("} @@map(\\"workflow_insights\\")")
  // @@map("workflow_insights")
}

/// Insights {of} a tenant
model WorkflowInsight {
\tid        String   @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
\tmeta      Json     @default("{}") // embedding Unsupported("vector(3)")?
\towner     Other    @relation(
\t\tfields: [ownerId],
\t\treferences: [id]
\t)
\townerId   Int      @map(name: "owner_id") // the last } field

\t// embedding is made elsewhere
\t@@index([ownerId], map: "by_owner")
\t@@map(
\t\tname: "workflow_insights"
\t)
}

model Empty { id Int @id }
`

  it.each([
    ['LF', real],
    ['CRLF', real.replaceAll('\n', '\r\n')],
  ])('finds its way in a real schema with %s, and changes nothing else', (_, schema) => {
    const eol = schema.includes('\r') ? '\r\n' : '\n'
    const { text, added, unknown, notes } = amendPrismaSchema(schema, [nullable])
    expect([unknown, notes, added.length]).toEqual([[], [], 2])
    const field = `${eol}\tembedding Unsupported("vector(3)")?`
    const index = `\t@@index([embedding], map: "by_embedding")${eol}`
    expect(text).toContain(`// the last } field${field}${eol}${eol}\t// embedding is made`)
    expect(text).toContain(`\t)${eol}${index}}${eol}${eol}model Empty`)
    expect(text.replace(field, '').replace(index, '')).toBe(schema)
    expect(amendPrismaSchema(text, [nullable])).toMatchObject({ text, added: [] })
  })

  it('takes the model of the right schema, a free name, and a body on one line', () => {
    const target = { schema: 'app', table: 'docs', column: 'vec tor' }
    const state = { ...nullable, target }
    const two = `model A { id Int @id
  @@map("docs") @@schema("other") }
model B {
  vec_tor Int
  @@map("docs")
  @@schema("app")
}
`
    const { text } = amendPrismaSchema(two, [state])
    expect(text).toContain('  vec_tor Int\n  vec_tor_1 Unsupported("vector(3)")? @map("vec tor")\n  @@map')
    const { text: line } = amendPrismaSchema('model docs { id Int @id }', [
      { ...state, target: { ...target, schema: 'public' } },
    ])
    expect(line).toBe(`model docs { id Int @id
  vec_tor Unsupported("vector(3)")? @map("vec tor")
  @@index([vec_tor], map: "by_embedding")
 }`)
  })

  it('says what a person has to decide', () => {
    expect(amendPrismaSchema(model, [healthy]).notes).toEqual([
      expect.stringContaining('cannot create its rows'),
    ])
    const other = model.replace(
      'vector String @map("other")',
      'e Unsupported("vector(9)")? @map("embedding")',
    )
    const { notes, added } = amendPrismaSchema(other, [healthy])
    expect(notes).toEqual(['model Insight: e is Unsupported("vector(9)")?, and the column is vector(3)'])
    expect(added).toEqual(['model Insight: @@index([e], map: "by_embedding")'])
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
