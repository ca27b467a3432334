import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply, audit, defineRls } from '../../src/index.ts'
import type { Queryable } from '../../src/types.ts'
import { type EmbeddedPostgres, startEmbedded } from '../support/embedded.ts'

let server: EmbeddedPostgres
beforeAll(async () => {
  server = await startEmbedded()
})
afterAll(() => server?.stop())

async function withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: await server.createDatabase('audit') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const odd = 'say "hi"; drop table x; -- 😀'

describe('audit', () => {
  it('quotes hostile names, and its fixes run', () =>
    withDatabase(async (client) => {
      const name = client.escapeIdentifier(odd)
      await client.query(
        `create schema ${name}; create table ${name}.${name} (${name} uuid, id int primary key)`,
      )
      const rls = defineRls({
        tenant: { type: 'uuid' },
        roles: { app: 'audit_odd_app', owner: 'audit_odd_owner' },
        tables: { [`"${odd.replaceAll('"', '""')}"."${odd.replaceAll('"', '""')}"`]: { tenant: odd } },
      })
      await client.query('create role audit_odd_app')
      const before = await audit(client, rls)
      expect(before.findings.map((finding) => finding.rule)).toContain('rls-disabled')
      for (const finding of before.findings) await client.query(finding.fix)
      const after = await audit(client, rls)
      expect(after.findings.map((finding) => finding.rule)).toEqual([])
    }))

  it('finds tenant tables without a definition, and says how it knows', () =>
    withDatabase(async (client) => {
      await client.query(`create role audit_guess_app;
        create table a (org uuid not null, id int primary key); create index on a (org);
        alter table a enable row level security; alter table a force row level security;
        create policy p on a to audit_guess_app using (org = (select nullif(current_setting('my.org', true), '')::uuid));
        grant select on a to audit_guess_app;
        create table b (organization_id uuid not null, id int primary key); grant select on b to audit_guess_app`)
      const result = await audit(client)
      expect(result.app).toBe('audit_guess_app')
      expect(result.tables).toEqual([
        { table: 'public.a', by: 'policy' },
        { table: 'public.b', by: 'column name' },
      ])
      expect(result.findings.map((finding) => `${finding.rule} ${finding.object}`)).toEqual([
        'rls-disabled public.b',
        'no-leading-tenant-index public.b',
      ])
      expect(result.findings[0]?.fix).toContain("current_setting('my.org', true)")
    }))

  it('goes on without the app role, and says what it left out', () =>
    withDatabase(async (client) => {
      await client.query('create table notes (tenant_id uuid)')
      const rls = defineRls({
        tenant: { type: 'uuid' },
        roles: { app: 'audit_nobody' },
        tables: { notes: { tenant: 'tenant_id' }, gone: { tenant: 'tenant_id' } },
      })
      const result = await audit(client, rls)
      expect(result.app).toBeUndefined()
      expect(result.skipped.map((row) => row.rule)).toContain('app-superuser')
      expect(result.notes).toEqual([
        'public.gone is declared and does not exist',
        'the app role audit_nobody does not exist',
      ])
      expect(result.findings.map((finding) => finding.rule)).toContain('rls-disabled')
    }))

  it('refuses a rule that there is not', () =>
    withDatabase(async (client) => {
      await expect(audit(client, undefined, { rules: ['rls-disable'] })).rejects.toMatchObject({
        code: 'USAGE',
      })
    }))

  it('accepts what the baseline accepts, and says which lines are stale', () =>
    withDatabase(async (client) => {
      await client.query(
        'create table notes (tenant_id uuid not null, id int primary key); create index on notes (tenant_id); grant select on notes to public',
      )
      const baseline = new Set(['public-grant public.notes', 'rls-disabled public.gone'])
      const result = await audit(client, undefined, { baseline, rules: ['public-grant'] })
      expect(result).toMatchObject({ findings: [], accepted: 1, stale: ['rls-disabled public.gone'] })
    }))

  it('finds every way out of the database', () =>
    withDatabase(async (client) => {
      await client.query(`create role audit_out_app; create extension dblink; create extension postgres_fdw;
        create server elsewhere foreign data wrapper postgres_fdw;
        create foreign table far (tenant_id uuid, body text) server elsewhere; grant select on far to audit_out_app;
        grant pg_read_server_files to audit_out_app`)
      const { findings } = await audit(client, undefined, {
        app: 'audit_out_app',
        rules: ['reaches-outside'],
      })
      expect(findings.map((finding) => finding.object)).toEqual(['public.far', 'dblink', 'audit_out_app'])
      for (const finding of findings) await client.query(finding.fix)
      expect(
        (await audit(client, undefined, { app: 'audit_out_app', rules: ['reaches-outside'] })).findings,
      ).toEqual([])
    }))

  it('changes nothing, and leaves no transaction open', () =>
    withDatabase(async (client) => {
      await client.query('create table notes (tenant_id uuid)')
      await audit(client)
      const { rows } = await client.query(
        'select pg_current_xact_id_if_assigned() as id, now() = statement_timestamp() as fresh',
      )
      expect(rows).toEqual([{ id: null, fresh: true }])
    }))

  it(
    'asks as often for many tables as for few',
    () =>
      withDatabase(async (client) => {
        const tables = 400
        let sql = ''
        for (let n = 0; n < tables; n++) {
          sql += `create table t${n} (tenant_id uuid not null, id uuid not null, a text, b int, c timestamptz, d jsonb, primary key (tenant_id, id)`
          sql +=
            n === 0 ? ');' : `, p uuid, foreign key (tenant_id, p) references t${n - 1} (tenant_id, id));`
        }
        await client.query(sql)
        const some = (count: number) =>
          defineRls({
            tenant: { type: 'uuid' },
            roles: { app: 'audit_many_app', owner: 'audit_many_owner' },
            tables: Object.fromEntries(
              Array.from({ length: count }, (_, n) => [`t${n}`, { tenant: 'tenant_id' }]),
            ),
          })
        await apply(client, some(tables))
        let queries = 0
        const counting: Queryable = {
          query: (text, values) => {
            queries++
            return client.query(text, values)
          },
        }
        const result = await audit(counting, some(tables))
        expect(result.findings).toEqual([])
        expect(result.tables).toHaveLength(tables)
        expect(queries).toBeLessThan(25)
      }),
    180_000,
  )
})
