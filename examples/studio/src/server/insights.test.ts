import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryData } from '../../../../scripts/testing/studio-server.ts'
import { aurora } from '../../test/http.ts'
import { readConfig } from './config.ts'
import { type Database, openDatabase } from './db/open.ts'
import { seed } from './db/seed.ts'
import { hashEmbedding, vectorToSql } from './embedder.ts'
import { type Hit, rankInsights } from './insights.ts'

const data = temporaryData()
let db: Database

beforeAll(async () => {
  db = await openDatabase({ ...readConfig(), dataDir: data.dir, databaseUrl: undefined }, 'insights test')
  await seed(db.tenants)
})

afterAll(async () => {
  await db?.close()
  data.remove()
})

const search = (query: string, limit = 8): Promise<Hit[]> =>
  db.tenants.withTenant(
    aurora.id,
    (tx) => rankInsights(tx, 'hashing-1536', vectorToSql(hashEmbedding(query)), query, limit),
    { user: aurora.ada },
  )

it('gives the words 30 %, and nothing to a text that has none of them', async () => {
  const hits = await search('Which heartbeat keeps a proxy from cutting the stream?')
  expect(hits[0]?.title).toBe('Event streams need a heartbeat')
  expect(hits[0]?.text).toBe(1)
  for (const { vector, text, score } of hits) expect(score).toBeCloseTo(0.7 * vector + 0.3 * text, 9)
  expect(hits.filter(({ text }) => text === 0).length).toBeGreaterThan(0)
})

it('ranks by vectors alone where no word matches, also for stop words and signs', async () => {
  for (const query of ['zyxwv qponm', 'the of and', '!!! & | :* ()', "it's 'quoted' <-> text"]) {
    const hits = await search(query)
    expect(hits.length, query).toBeGreaterThan(0)
    if (query !== "it's 'quoted' <-> text") expect(hits.every(({ text }) => text === 0)).toBe(true)
  }
})

it('finds by its words what forty nearer vectors push away', async () => {
  await db.tenants.withTenant(
    aurora.id,
    async (tx) => {
      const add = `insert into workflow_insights (id, tenant_id, title, body, source, embedder, embedding)
        values (gen_random_uuid(), $1, $2, $3, 'user', 'hashing-1536', $4)`
      const near = vectorToSql(hashEmbedding('quokka'))
      for (let i = 0; i < 45; i++) await tx.query(add, [aurora.id, `Filler ${i}`, 'Nothing of it.', near])
      const far = vectorToSql(hashEmbedding('something else altogether'))
      await tx.query(add, [aurora.id, 'The animal', 'A quokka lives on an island.', far])
    },
    { user: aurora.ada },
  )
  const all = await search('quokka', 60)
  expect(all.map(({ title }) => title)).toContain('The animal')
})
