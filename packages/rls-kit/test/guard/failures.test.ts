import { expect, it, vi } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import {
  allow,
  fingerprint,
  type GuardTarget,
  install,
  openAllowances,
  restore,
  sameFingerprint,
  snapshot,
  uninstall,
  verify,
  verifyLayer,
} from '../../src/guard/index.ts'
import { withLease } from '../../src/guard/lease.ts'
import { connectionLost } from '../../src/guard/session.ts'
import { guardCli } from './cli.ts'
import { createInsights, withClient } from './scenario.ts'
import { openReal } from './servers.ts'

// Each starts servers or commands of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const target: GuardTarget = { schema: 'public', table: 'workflow_insights', column: 'embedding' }

describeWith('postgres', 'the guard, where things are not as usual', (server) => {
  const inDatabase = async (work: Parameters<typeof withClient<void>>[1], url?: (text: string) => void) => {
    const database = await openReal(server)
    url?.(database.url)
    try {
      await withClient(database.url, work)
    } finally {
      await database.drop()
    }
  }

  it('knows a lost session by the query that fails, and by the queries after it', async () => {
    let other = ''
    await inDatabase(
      async (db) => {
        const { pid } = (await db.query('select pg_backend_pid() as pid')).rows[0]
        const failed = (sql: string): Promise<unknown> => db.query(sql).catch((error: unknown) => error)
        expect(connectionLost(await failed('select 1 / 0'))).toBe(false)
        const sleeping = failed('select pg_sleep(60)')
        const gone = new Promise((resolve) => db.once('end', resolve))
        await withClient(other, (killer) => killer.query('select pg_terminate_backend($1)', [pid]))
        expect(connectionLost(await sleeping)).toBe(true)
        await gone
        const later = await failed('select 1')
        expect(connectionLost(later), String(later)).toBe(true)
      },
      (url) => (other = url),
    )
  })

  it('works as the owner of the table, without a superuser: pins, FORCE lifted in the transaction alone', async () => {
    await inDatabase(async (db) => {
      const role = `guard_owner_${Date.now()}`
      await db.query(`create role ${role}`)
      try {
        await createInsights(db, 20, 8)
        await db.query(
          `grant create on database ${(await db.query('select current_database() d')).rows[0].d} to ${role}`,
        )
        await db.query(`grant all on schema public to ${role}`)
        await db.query(`alter table workflow_insights owner to ${role}`)
        const before = await fingerprint(db, target)
        await db.query(`set role ${role}`)
        expect(await snapshot(db, target)).toMatchObject({ rows: 20, values: 18, checksum: before.checksum })
        const { layer, notStopped } = await install(db)
        expect(layer).toBe('pin')
        expect(notStopped.join()).toContain('CASCADE')
        await expect(db.query('alter table workflow_insights drop column embedding cascade')).rejects.toThrow(
          /inherited/,
        )
        await expect(db.query('drop index workflow_insights_embedding_idx')).rejects.toThrow(/depend/)
        await db.query('alter table workflow_insights disable row level security')
        await db.query('drop policy tenant_isolation on workflow_insights')
        await db.query('drop table workflow_insights cascade')
        expect((await restore(db))[0]).toMatchObject({ refused: [], remaining: [] })
        expect(sameFingerprint(before, await fingerprint(db, target))).toBe(true)
        expect((await verifyLayer(db)).findings, 'the pins are back').toEqual([])
        await db.query('reset role')
      } finally {
        await db.query('reset role')
        await db.query(`drop owned by ${role} cascade`)
        await db.query(`drop role ${role}`)
      }
    })
  })

  it('lets an allowed role do it, for a while, and writes it down', async () => {
    let url = ''
    await inDatabase(
      async (db) => {
        await createInsights(db, 10, 8)
        await snapshot(db, target)
        await install(db, { layer: 'trigger' })
        const drop = 'alter table workflow_insights drop column embedding'
        await allow(db, 'workflow_insights', { role: 'pg_monitor', reason: 'somebody else' })
        await expect(db.query(drop)).rejects.toThrow(/blocked/)
        await expect(allow(db, 'nothing', { reason: 'x' })).rejects.toMatchObject({ code: 'GUARD_MISSING' })
        await expect(allow(db, 'workflow_insights', { reason: ' ' })).rejects.toMatchObject({ code: 'USAGE' })
        await allow(db, 'workflow_insights.embedding', { reason: 'too short', seconds: 0.05 })
        await new Promise((resolve) => setTimeout(resolve, 100))
        await expect(db.query(drop), 'it has run out').rejects.toThrow(/blocked/)
        await allow(db, 'workflow_insights.embedding', { reason: 'new model', seconds: 60 })
        expect(await openAllowances(db)).toMatchObject([
          { role: 'pg_monitor', reason: 'somebody else' },
          { role: 'postgres', reason: 'new model', column: 'public.workflow_insights.embedding' },
        ])
        const told = await guardCli(url, 'verify')
        expect([told.code, told.stdout]).toEqual([
          0,
          expect.stringMatching(/snapshot of \d{4}-[\s\S]*new model \(by postgres\)/),
        ])
        await db.query(drop)
        const { rows } = await db.query(
          'select action, detail from rls_kit_guard.journal order by id desc limit 1',
        )
        expect(rows[0]).toEqual({ action: 'allowed ALTER TABLE', detail: drop })
      },
      (text) => {
        url = text
      },
    )
  })

  it('survives hostile and long names, a composite text key, another schema and another schema for the extension', async () => {
    await inDatabase(async (db) => {
      await db.query('create schema "ext; drop"')
      await db.query('create extension vector schema "ext; drop"')
      await db.query(`create schema "we""ird.schema"`)
      const long = 'x'.repeat(60)
      await db.query(`create table "we""ird.schema"."t $& '${long.slice(0, 40)}" (
        "a'b" text, "c""d" int8, "v$1 {value}" "ext; drop".halfvec(3) not null, primary key ("a'b", "c""d"))`)
      await db.query(`insert into "we""ird.schema"."t $& '${long.slice(0, 40)}"
        select E'k\\\\''' || n, n, array[n, 1.5, -0.25]::"ext; drop".halfvec(3) from generate_series(1, 50) n`)
      const odd = { schema: 'we"ird.schema', table: `t $& '${long.slice(0, 40)}`, column: 'v$1 {value}' }
      const before = await fingerprint(db, odd)
      await snapshot(db, odd, { batchRows: 7 })
      await install(db, { layer: 'trigger' })
      await expect(db.query('drop extension vector cascade')).rejects.toThrow(/blocked/)
      await uninstall(db)
      await db.query('drop extension vector cascade')
      expect((await restore(db, undefined, { batchRows: 7 }))[0]).toMatchObject({
        refused: [],
        remaining: [],
      })
      expect(await fingerprint(db, odd)).toEqual(before)
    })
  })

  it('keeps default, NOT NULL, comment, storage, statistics, grants, constraint, view and policies', async () => {
    await inDatabase(async (db) => {
      await createInsights(db, 10, 3)
      await db.query(`update workflow_insights set embedding = '[1,2,3]' where embedding is null`)
      await db.query(`alter table workflow_insights alter embedding set default '[0,0,1]', alter embedding set not null,
        alter embedding set storage main, alter embedding set statistics 7,
        add constraint is_unit check (vector_dims(embedding) = 3)`)
      await db.query(`comment on column workflow_insights.embedding is 'it''s small'`)
      await db.query(`comment on policy tenant_isolation on workflow_insights is 'rls-kit'`)
      await db.query('grant select (embedding) on workflow_insights to pg_monitor')
      await db.query(
        'create view near with (security_invoker = true) as select id, embedding from workflow_insights',
      )
      await snapshot(db, target)
      await db.query('alter table workflow_insights drop column embedding cascade')
      await db.query('drop policy tenant_isolation on workflow_insights')
      expect((await restore(db))[0]).toMatchObject({ refused: [], remaining: [] })
      expect((await verify(db))[0]?.findings).toEqual([])
    })
  })

  it('takes a record of an earlier version again', async () => {
    await inDatabase(async (db) => {
      await createInsights(db, 10, 8)
      await snapshot(db, target)
      await db.query("update rls_kit_guard.guarded set definition = definition - 'partitions' - 'columns'")
      expect(await verify(db)).toEqual([])
      expect(await snapshot(db, target)).toMatchObject({ values: 9, written: 0 })
      expect(await verify(db)).toMatchObject([{ findings: [] }])
    })
  })

  it('reports rows that came and went, and does not touch them', async () => {
    await inDatabase(async (db) => {
      await createInsights(db, 30, 8)
      await snapshot(db, target)
      await db.query("delete from workflow_insights where title = 'insight 1'")
      await db.query(
        "insert into workflow_insights (tenant_id, title, embedding) select tenant_id, 'new', embedding from workflow_insights where title = 'insight 2'",
      )
      const [result] = await verify(db)
      expect(result!.findings.map(({ kind, rows, loss }) => [kind, rows, loss])).toEqual([
        ['rows-deleted', 1, false],
        ['rows-added', 1, false],
      ])
      expect((await restore(db))[0]?.restored).toEqual([])
    })
  })

  it('refuses: no key, another type, half of the values gone, two at once', async () => {
    let url = ''
    await inDatabase(
      async (db) => {
        await createInsights(db, 30, 8)
        await expect(snapshot(db, { ...target, type: 'vector(9)' })).rejects.toMatchObject({
          code: 'GUARD_CONFLICT',
        })
        await db.query('create table keyless (v vector(2))')
        await expect(snapshot(db, { schema: 'public', table: 'keyless', column: 'v' })).rejects.toThrow(
          /no key/,
        )
        await snapshot(db, target)
        await db.query('update workflow_insights set embedding = null')
        await expect(snapshot(db, target)).rejects.toThrow(/lost 27 of 27/)
        await restore(db)
        await db.query('alter table workflow_insights drop column embedding')
        await expect(snapshot(db, target)).rejects.toThrow(/the column is gone/)
        const busy = await withLease(url, () => guardCli(url, 'restore'))
        expect([busy.code, busy.stderr]).toEqual([2, expect.stringContaining('BUSY')])
        expect((await guardCli(url, 'run', '--json', '--', 'true')).code, 'no child over a loss').toBe(2)
      },
      (text) => {
        url = text
      },
    )
  })

  it('keeps the copy from everybody, whatever default privileges say', async () => {
    await inDatabase(async (db) => {
      await db.query('alter default privileges grant select on tables to public')
      await db.query('alter default privileges grant usage on schemas to public')
      await createInsights(db, 10, 8)
      await snapshot(db, target)
      await install(db)
      const { rows } =
        await db.query(`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'rls_kit_guard' and c.relkind in ('r', 'S', 'v') and (has_table_privilege('pg_monitor', c.oid, 'select')
          or has_schema_privilege('pg_monitor', n.oid, 'usage'))`)
      expect(rows).toEqual([])
    })
  })

  it('is installed twice without harm, follows REINDEX CONCURRENTLY, and keeps still in a copy', async () => {
    await inDatabase(async (db) => {
      await createInsights(db, 10, 8)
      await snapshot(db, target)
      await install(db)
      await install(db)
      await db.query('reindex index concurrently workflow_insights_embedding_idx')
      await expect(db.query('drop index workflow_insights_embedding_idx')).rejects.toThrow(/blocked/)
      await db.query('update rls_kit_guard.meta set database_oid = 1')
      await db.query('drop index workflow_insights_embedding_idx')
      expect((await verifyLayer(db)).findings).toMatchObject([{ kind: 'guard-missing' }])
    })
  })
})
