import { expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { discoverTargets } from '../../src/guard/discover.ts'
import { fingerprint, parseTarget, restore, snapshot, verify } from '../../src/guard/index.ts'
import { withClient } from './scenario.ts'
import { openReal } from './servers.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

/** A column of each kind that pgvector knows, and how its n-th value is made. */
const columns = [
  ['vector(4)', 'array[n, 0.1, -1e-30, 3.4e38]::vector'],
  ['halfvec(4)', 'array[n, 0.1, -0.00006, 65000]::halfvec'],
  ['sparsevec(1000)', "('{1:' || n || ',900:0.1}/1000')::sparsevec"],
  ['bit(9)', 'n::bit(9)'],
  ['vector', 'array_fill(n::real, array[1 + n % 3])::vector'],
] as const

/** A key of each kind, and how its n-th value is made. */
const keys = [
  ['id uuid primary key', 'md5(n::text)::uuid'],
  ['id bigint primary key', '9223372036854775807 - n'],
  ['id text primary key', "E'\\\\' || chr(65 + n % 26) || n || '\"'"],
  ['id text collate "C" primary key', "'ä' || n"],
  ['id varchar(20) not null unique', "'x' || n"],
  ['id char(8) primary key', "'c' || n"],
  ['id numeric primary key', 'n / 7.0'],
  ['id timestamptz primary key', "'2026-01-01'::timestamptz + n * interval '1.000001 s'"],
  ['id bytea primary key', 'int4send(n)'],
  ['id mood primary key', "(array['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'])[n]::mood"],
  ['id positive primary key', 'n'],
] as const

const opclasses: Readonly<Record<string, string>> = {
  vector: 'vector_l2_ops',
  halfvec: 'halfvec_l2_ops',
  sparsevec: 'sparsevec_l2_ops',
  bit: 'bit_hamming_ops',
}

describeWith('postgres', 'types', (server) => {
  const cases = [
    ...columns.map((column) => [...column, ...keys[0]] as const),
    ...keys.slice(1).map((key) => [...columns[0], ...key] as const),
  ]
  it.each(cases)('%s = %s by %s = %s', async (type, value, key, id) => {
    const database = await openReal(server)
    try {
      await withClient(database.url, async (db) => {
        await db.query(
          `create extension vector; create domain positive as int check (value > 0);
          create type mood as enum ('m7', 'm6', 'm5', 'm4', 'm3', 'm2', 'm1');
          create table things (${key}, embedding ${type}, note text);
          insert into things select ${id}, ${value}, 'n' || n from generate_series(1, 7) n;`,
        )
        const opclass = opclasses[type.replace(/\(.*/, '')]
        if (type !== 'vector' && opclass !== undefined)
          await db.query(`create index on things using hnsw (embedding ${opclass})`)
        expect(await discoverTargets(db)).toMatchObject([{ table: 'things', column: 'embedding' }])
        const target = parseTarget('things.embedding')
        const before = await fingerprint(db, target)
        const rows = (await db.query('select t::text from things t order by note')).rows
        await snapshot(db, target, { batchRows: 3 })
        for (const statement of [
          'update things set embedding = null',
          'drop table things',
          'delete from things',
          'alter table things drop column embedding',
        ]) {
          await db.query(statement)
          const [result] = await restore(db, undefined, { batchRows: 3 })
          expect(result, statement).toMatchObject({ refused: [], remaining: [] })
          expect(await fingerprint(db, target), statement).toEqual(before)
          if (!statement.startsWith('alter'))
            expect((await db.query('select t::text from things t order by note')).rows).toEqual(rows)
        }
        expect((await verify(db))[0]?.findings).toEqual([])
      })
    } finally {
      await database.drop()
    }
  })

  it('takes names as PostgreSQL does: of 63 bytes at most, whatever the characters', async () => {
    const database = await openReal(server)
    try {
      await withClient(database.url, async (db) => {
        const [table, column] = ['Ünï "çødé" '.repeat(8), '列'.repeat(30)]
        await db.query(`create extension vector; create table ${JSON.stringify(table).replaceAll('\\"', '""')} (
          "Id" int primary key, "${column}" vector(2) not null)`)
        await db.query(
          `insert into ${JSON.stringify(table).replaceAll('\\"', '""')} select n, array[n, 1]::vector from generate_series(1, 9) n`,
        )
        const target = parseTarget(`"${table.replaceAll('"', '""')}"."${column}"`)
        const before = await fingerprint(db, target)
        await snapshot(db, target)
        const name = `"${target.table.replaceAll('"', '""')}"`
        await db.query(`alter table ${name} alter "${target.column}" type halfvec(2)`)
        expect((await restore(db))[0]?.refused).toEqual([expect.stringContaining('--replace-column')])
        expect((await restore(db, undefined, { replaceColumn: true }))[0]).toMatchObject({ remaining: [] })
        expect(await fingerprint(db, target)).toEqual(before)
        const kept = await db.query(
          'select count(*)::int as n from pg_attribute where attrelid = $1::regclass and attname like $2',
          [name, '%replaced'],
        )
        expect(kept.rows[0].n, 'the other column is kept aside').toBe(1)
      })
    } finally {
      await database.drop()
    }
  })
})
