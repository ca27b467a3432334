import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { expect, it } from 'vitest'
import { generate, plan } from '../../src/index.ts'
import { startEmbedded } from '../support/embedded.ts'
import { definition, schema } from '../support/fixture.ts'

const root = new URL('../../', import.meta.url).pathname

it('the generated file is a migration that drizzle-kit runs, and apply has nothing to add', async () => {
  const server = await startEmbedded()
  const folder = await mkdtemp(join(root, 'node_modules/.rls-kit-migrate-'))
  try {
    const url = await server.createDatabase('migrate')
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    for (const sql of schema) await client.query(sql)
    const config = join(folder, 'drizzle.config.ts')
    await writeFile(
      config,
      `export default { dialect: 'postgresql', out: '${folder}/out', schema: '${folder}/schema.ts', dbCredentials: { url: process.env.DATABASE_URL } }`,
    )
    await writeFile(join(folder, 'schema.ts'), 'export {}')
    const kit = (...args: string[]) =>
      promisify(execFile)('node_modules/.bin/drizzle-kit', [...args, '--config', config], {
        cwd: root,
        env: { ...process.env, DATABASE_URL: url },
      })
    await kit('generate', '--custom', '--name=rls')
    const file = (await readdir(join(folder, 'out'))).find((name) => name.endsWith('_rls.sql'))
    const rls = definition('mig')
    await writeFile(join(folder, 'out', file as string), generate(rls))
    await kit('migrate')
    const { steps, problems } = await plan(client, rls)
    expect({ steps, problems }).toEqual({ steps: [], problems: [] })
    await client.end()
  } finally {
    await rm(folder, { recursive: true, force: true })
    await server.stop()
  }
}, 120_000)
