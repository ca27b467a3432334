import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../../../scripts/testing/services.ts'
import { temporaryData } from '../../../scripts/testing/studio-server.ts'
import { readConfig } from '../src/server/config.ts'
import { type Database, openDatabase } from '../src/server/db/open.ts'
import { seed } from '../src/server/db/seed.ts'
import { aurora, borealis } from './http.ts'

describeWith('postgres', 'the studio on a PostgreSQL of its own', (url) => {
  const data = temporaryData()
  const name = `studio_test_${randomBytes(6).toString('hex')}`
  const own = new URL(url)
  own.pathname = `/${name}`
  const config = { ...readConfig(), dataDir: data.dir, databaseUrl: own.href, appDatabaseUrl: undefined }
  let admin: pg.Client
  let db: Database
  let login = ''

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: url })
    await admin.connect()
    await admin.query(`create database ${admin.escapeIdentifier(name)}`)
    db = await openDatabase(config, 'test')
    await seed(db.tenants)
  })

  afterAll(async () => {
    await db?.close()
    await admin.query(`drop database if exists ${admin.escapeIdentifier(name)} with (force)`)
    if (login !== '') await admin.query(`drop role if exists ${admin.escapeIdentifier(login)}`)
    await admin.end()
    data.remove()
  })

  it('serves requests with a login of its own that is neither superuser nor owner', async () => {
    const { rows } = await db.tenants.query<{ login: string; rolsuper: boolean; owns: number }>(
      aurora.id,
      `select session_user as login, rolsuper,
         (select count(*)::int from pg_class c where c.relowner = r.oid) as owns
       from pg_roles r where rolname = session_user`,
    )
    login = rows[0]?.login ?? ''
    expect(rows[0]).toEqual({ login: expect.stringMatching(/^nyx_studio_/), rolsuper: false, owns: 0 })
  })

  it('isolates tenants and projects there too, and opens again without a change', async () => {
    await db.close()
    db = await openDatabase(config, 'test')
    await seed(db.tenants)
    const notes = async (tenant: string, user: string): Promise<number> =>
      (await db.tenants.query(tenant, 'select 1 from project_notes', [], { user })).rows.length
    expect(await notes(aurora.id, aurora.ada)).toBe(4)
    expect(await notes(aurora.id, aurora.ben)).toBe(2)
    expect(await notes(borealis.id, aurora.ada)).toBe(0)
  })
})
