import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../../../../scripts/testing/services.ts'
import { audit, prove, type RlsDefinition } from '../../src/index.ts'

const studio = new URL('../../../../examples/studio/', import.meta.url)

describeWith('postgres', "the studio's schema", (url) => {
  const name = `audit_studio_${randomBytes(4).toString('hex')}`
  let admin: pg.Client
  let client: pg.Client
  let rls: RlsDefinition

  beforeAll(async () => {
    admin = new pg.Client({ connectionString: url })
    await admin.connect()
    await admin.query(`create database ${name}`)
    const own = new URL(url)
    own.pathname = `/${name}`
    client = new pg.Client({ connectionString: own.href })
    await client.connect()
    for (const file of ['migrations/0001_schema.sql', 'migrations/0002_demo.sql', 'prisma/rls.sql']) {
      await client.query(await readFile(new URL(file, studio), 'utf8'))
    }
    rls = ((await import(new URL('rls.config.ts', studio).href)) as { default: RlsDefinition }).default
  })
  afterAll(async () => {
    await client?.end()
    await admin?.query(`drop database if exists ${name} with (force)`)
    await admin?.end()
  })

  it('has no finding, with its definition and without', async () => {
    expect((await audit(client, rls)).findings).toEqual([])
    expect((await audit(client)).findings).toEqual([])
  })

  it('is proven, vectors, membership and all', async () => {
    const result = await prove(client, rls, { disposable: true })
    expect(result.probes.filter((probe) => probe.outcome === 'leak' || probe.outcome === 'unproven')).toEqual(
      [],
    )
    expect(result.proven).toBe(true)
    for (const table of rls.tables) {
      const object = `${table.schema}.${table.name}`
      expect(
        result.probes.find((probe) => probe.object === object && probe.action === 'select')?.detail,
      ).toMatch(/sees its own [1-4] rows/)
    }
  })
})
