import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryData } from '../../../scripts/testing/studio-server.ts'
import { readConfig } from '../src/server/config.ts'
import { type Database, openDatabase } from '../src/server/db/open.ts'
import { seed } from '../src/server/db/seed.ts'
import { aurora, borealis } from './http.ts'

const data = temporaryData()
let db: Database

beforeAll(async () => {
  db = await openDatabase({ ...readConfig(), dataDir: data.dir, databaseUrl: undefined }, 'isolation test')
  await seed(db.tenants)
})

afterAll(async () => {
  await db?.close()
  data.remove()
})

/** SQL that forgets every filter, as one user. */
const as = (tenant: string, user: string | undefined, sql: string, values: unknown[] = []) =>
  db.tenants.query<Record<string, string>>(tenant, sql, values, user === undefined ? {} : { user })

const insertNote =
  'insert into project_notes (id, tenant_id, project_id, author_id, body) values ($1, $2, $3, $4, $5)'

describe('notes, with SQL that forgets every filter', () => {
  it('shows each user the notes of his or her projects, and no others', async () => {
    const projectsOf = async (tenant: string, user: string): Promise<string[]> => {
      const { rows } = await as(tenant, user, 'select distinct project_id from project_notes order by 1')
      return rows.map((row) => row.project_id as string)
    }
    expect(await projectsOf(aurora.id, aurora.ada)).toEqual([aurora.telescope, aurora.lighthouse])
    expect(await projectsOf(aurora.id, aurora.ben)).toEqual([aurora.telescope])
    expect(await projectsOf(aurora.id, aurora.chloe)).toEqual([aurora.lighthouse])
    expect(await projectsOf(borealis.id, borealis.dmitri)).toEqual([borealis.vault, borealis.compass])
    expect(await projectsOf(borealis.id, borealis.emi)).toEqual([borealis.vault])
  })

  it('shows nothing to nobody, to an unknown user, and to a user under another tenant', async () => {
    for (const [tenant, user] of [
      [aurora.id, undefined],
      [aurora.id, randomUUID()],
      [borealis.id, aurora.ada],
      [randomUUID(), aurora.ada],
    ] as const) {
      expect((await as(tenant, user, 'select * from project_notes')).rows).toEqual([])
    }
  })

  it.each([
    ['the other tenant and its project', [borealis.id, borealis.vault, borealis.dmitri]],
    ['the other tenant, with a project of the own', [borealis.id, aurora.telescope, aurora.ben]],
    ['a project of the other tenant, under the own', [aurora.id, borealis.vault, aurora.ben]],
    ['a project of the own tenant without membership', [aurora.id, aurora.lighthouse, aurora.ben]],
  ])('refuses INSERT into %s', async (_, [tenant, project, author]) => {
    await expect(
      as(aurora.id, aurora.ben, insertNote, [randomUUID(), tenant, project, author, 'x']),
    ).rejects.toThrow(/row-level security/)
  })

  it.each([
    ['the other tenant', 'update project_notes set tenant_id = $1', borealis.id],
    ['a project of the other tenant', 'update project_notes set project_id = $1', borealis.vault],
    ['a project without membership', 'update project_notes set project_id = $1', aurora.lighthouse],
  ])('refuses UPDATE into %s', async (_, sql, value) => {
    await expect(as(aurora.id, aurora.ben, sql, [value])).rejects.toThrow(/row-level security/)
  })

  it('lets UPDATE and DELETE without WHERE reach only what the user sees', async () => {
    const { rows } = await as(aurora.id, aurora.ada, 'select count(*)::int as n from project_notes')
    const touched = await as(aurora.id, aurora.ben, "update project_notes set body = body || ''")
    expect(touched.rowCount).toBe(2)
    await as(aurora.id, aurora.ben, 'delete from project_notes')
    const left = await as(
      aurora.id,
      aurora.ada,
      'select count(*)::int as n, min(project_id::text) as p from project_notes',
    )
    expect(left.rows[0]).toEqual({ n: Number(rows[0]?.n) - 2, p: aurora.lighthouse })
    expect((await as(borealis.id, borealis.dmitri, 'select 1 from project_notes')).rows).toHaveLength(4)
  })

  it('lets nobody make himself a member', async () => {
    await expect(
      as(aurora.id, aurora.ben, "insert into project_members values ($1, $2, $3, 'lead')", [
        aurora.id,
        aurora.lighthouse,
        aurora.ben,
      ]),
    ).rejects.toThrow(/permission denied|row-level security/)
  })
})

describe('every table with a tenant', () => {
  it('shows one tenant none of the other tenant’s rows, and refuses to write them', async () => {
    const personas = (await as(borealis.id, borealis.dmitri, 'select id from personas')).rows
    expect(personas.length).toBeGreaterThan(0)
    for (const table of [
      'tenants',
      'users',
      'projects',
      'project_members',
      'personas',
      'workflow_insights',
    ]) {
      const column = table === 'tenants' ? 'id' : 'tenant_id'
      const { rows } = await as(aurora.id, aurora.ada, `select distinct ${column} as t from ${table}`)
      expect(rows, table).toEqual([{ t: aurora.id }])
    }
    const stolen = await as(aurora.id, aurora.ada, "update personas set name = 'mine' where id = any($1)", [
      personas.map((row) => row.id),
    ])
    expect(stolen.rowCount).toBe(0)
  })

  it('runs as the app role, which is no superuser', async () => {
    const { rows } = await as(
      aurora.id,
      aurora.ada,
      'select current_user as role, rolsuper, rolbypassrls from pg_roles where rolname = current_user',
    )
    expect(rows[0]).toEqual({ role: 'nyx_app', rolsuper: false, rolbypassrls: false })
  })

  it('finds k insights of the own tenant although the index ranks before the filter', async () => {
    const { rows } = await db.tenants.withTenant(aurora.id, async (tx) => {
      await tx.query("select set_config('hnsw.iterative_scan', 'strict_order', true)")
      return tx.query(
        'select id from workflow_insights order by embedding <=> (select embedding from workflow_insights limit 1) limit 5',
      )
    })
    expect(rows).toHaveLength(5)
  })
})
