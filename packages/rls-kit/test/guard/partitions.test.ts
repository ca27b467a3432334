import type pg from 'pg'
import { expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import {
  allow,
  fingerprint,
  type GuardTarget,
  install,
  restore,
  snapshot,
  verify,
} from '../../src/guard/index.ts'
import { takeInventory } from '../../src/guard/inventory.ts'
import { withClient } from './scenario.ts'
import { openReal } from './servers.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const target: GuardTarget = { schema: 'public', table: 'events', column: 'embedding' }

describeWith('postgres', 'the guard of a partitioned table', (server) => {
  const inDatabase = async (work: (db: pg.Client) => Promise<void>): Promise<void> => {
    const database = await openReal(server)
    try {
      await withClient(database.url, async (db) => {
        await db.query(`create extension vector;
          create table events (id int, year int, note text, embedding vector(3), primary key (id, year)) partition by range (year);
          create table events_24 partition of events for values from (2024) to (2025);
          create table events_25 partition of events for values from (2025) to (2026) partition by list (id);
          create table events_25_few partition of events_25 for values in (1, 2, 3);
          create table "events_25_Rest" partition of events_25 default;
          alter table events_24 enable row level security;
          insert into events select n, 2024 + n % 2, 'n' || n, array[n, 1, 2]::vector from generate_series(1, 40) n;
          create index on events using hnsw (embedding vector_l2_ops);
          alter table events enable row level security; alter table events force row level security;
          create policy own on events using (id > 0)`)
        await work(db)
      })
    } finally {
      await database.drop()
    }
  }
  const look = async (db: pg.Client) => [
    await fingerprint(db, target),
    (await takeInventory(db)).map(({ kind, name, detail }) => `${kind} ${name} ${detail}`).sort(),
  ]
  const calm = { refused: [], remaining: [] }

  it.each([
    ['the column', 'alter table events drop column embedding'],
    ['the table', 'drop table events'],
    ['a partition', 'drop table events_24'],
    ['a partition that has partitions', 'drop table events_25'],
    ['a partition of a partition', 'drop table "events_25_Rest"'],
    ['all partitions', 'drop table events_24, events_25'],
    ['a detached one', 'alter table events detach partition events_24'],
    ['a detached one of many', 'alter table events_25 detach partition "events_25_Rest"'],
    ['every row', 'truncate events'],
  ])('brings back %s', async (_, statement) => {
    await inDatabase(async (db) => {
      const before = await look(db)
      await snapshot(db, target, { batchRows: 9 })
      await db.query(statement)
      const found = (await verify(db)).flatMap((result) => result.findings.filter((finding) => finding.loss))
      expect(found).not.toEqual([])
      expect((await restore(db))[0]).toMatchObject(calm)
      expect(await look(db)).toEqual(before)
      expect((await restore(db))[0]?.restored, 'again').toEqual([])
    })
  })

  it('leaves alone what the application deleted from other partitions', async () => {
    await inDatabase(async (db) => {
      await snapshot(db, target)
      await db.query('delete from events where id = 1')
      await db.query('drop table events_24')
      const [result] = await restore(db)
      expect(result!.remaining.map(({ kind, rows, loss }) => [kind, rows, loss])).toEqual([
        ['rows-deleted', 1, false],
      ])
      expect((await db.query('select count(*)::int as n from events')).rows[0].n).toBe(39)
    })
  })

  it('blocks drop and detach, of partitions that come later too, until it is allowed', async () => {
    await inDatabase(async (db) => {
      await snapshot(db, target)
      await install(db, { layer: 'trigger' })
      await db.query('create table events_26 partition of events for values from (2026) to (2027)')
      await db.query('create table events_27 (like events)')
      await db.query('alter table events attach partition events_27 for values from (2027) to (2028)')
      for (const statement of [
        'drop table events_24',
        'drop table events_26',
        'drop table events_25_few',
        'alter table events detach partition events_27',
        'alter table events detach partition events_24 concurrently',
        'alter table events drop column embedding',
      ]) {
        await expect(db.query(statement), statement).rejects.toThrow(/blocked/)
      }
      await db.query('alter table events add column other int')
      await allow(db, 'events', { reason: 'old data' })
      await db.query('drop table events_26')
      await db.query('alter table events detach partition events_27')
      await db.query('delete from rls_kit_guard.allowed')
      await db.query('alter table events add column another int')
      await db.query('drop table events_27')
      await expect(db.query('drop table events_24')).rejects.toThrow(/partition dropped/)
    })
  })

  it('holds what pins can hold of it', async () => {
    await inDatabase(async (db) => {
      await snapshot(db, target)
      await install(db, { layer: 'pin' })
      await expect(db.query('alter table events drop column embedding')).rejects.toThrow(/depend/)
      await expect(db.query('drop table events')).rejects.toThrow(/depend/)
      await expect(db.query('drop index events_embedding_idx')).rejects.toThrow(/depend/)
    })
  })
})
