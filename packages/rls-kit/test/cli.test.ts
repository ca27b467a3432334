import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type EmbeddedPostgres, startEmbedded } from './support/embedded.ts'

vi.setConfig({ testTimeout: 120_000 }) // each step starts a process
const main = new URL('../src/cli/main.ts', import.meta.url).href
let server: EmbeddedPostgres
let url: string
let folder: string

beforeAll(async () => {
  server = await startEmbedded()
  url = await server.createDatabase('cli')
  const client = new pg.Client(url)
  await client.connect()
  await client.query('create table notes (id serial primary key, tenant_id uuid not null, body text)')
  await client.end()
  folder = await mkdtemp(join(tmpdir(), 'rls-kit-cli-'))
  await writeFile(join(folder, 'run.mjs'), `import { main } from ${JSON.stringify(main)}\nawait main()\n`)
  await writeFile(
    join(folder, 'rls.config.ts'),
    `import { defineRls } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)}
export default defineRls({ tenant: { type: 'uuid' }, roles: { app: 'cli_app' }, tables: { notes: { tenant: 'tenant_id' } } })
`,
  )
})
afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the command in a process of its own, from the sources: a build that lies around may be older. */
async function cli(...argv: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--conditions=source', 'run.mjs', ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATABASE_URL: url, NO_COLOR: '1' },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out, err }
}

it('goes from plan over apply to status and back', async () => {
  const planned = await cli('plan')
  expect(planned).toMatchObject({ code: 1, err: '' })
  expect(planned.out).toContain('create policy "rls_kit_select" on "public"."notes"')
  expect(await cli('apply', '--dry-run')).toMatchObject({ code: 0 })
  expect((await cli('status')).out).toContain('pending')
  expect(await cli('apply')).toMatchObject({ code: 0, err: '' })
  expect(await cli('apply')).toMatchObject({ code: 0, out: expect.stringContaining('Nothing to do') })
  expect(await cli('status')).toMatchObject({ code: 0 })
  const client = new pg.Client(url)
  await client.connect()
  await client.query('alter table notes disable row level security')
  await client.end()
  expect(await cli('status')).toMatchObject({ code: 1, out: expect.stringContaining('drifted') })
  expect(await cli('apply')).toMatchObject({ code: 0 })
  expect(await cli('rollback')).toMatchObject({ code: 0 })
  expect(await cli('rollback')).toMatchObject({ code: 0 })
  expect(await cli('rollback')).toMatchObject({
    code: 2,
    err: expect.stringContaining('NOTHING_TO_ROLL_BACK'),
  })
})

it('writes a definition from the live database that can be applied', async () => {
  const written = await cli('init', '--app', 'cli_init_app', '--out', 'found.config.ts')
  expect(written).toMatchObject({ code: 0, out: expect.stringContaining('1 table by tenant_id') })
  const text = await readFile(join(folder, 'found.config.ts'), 'utf8')
  const source = JSON.stringify(new URL('../src/index.ts', import.meta.url).href)
  await writeFile(join(folder, 'found.config.ts'), text.replace("'@nyxcore/rls-kit'", source))
  expect(await cli('plan', '--config', 'found.config.ts')).toMatchObject({ code: 1, err: '' })
  expect(await cli('init', '--out', 'found.config.ts')).toMatchObject({
    code: 2,
    err: expect.stringContaining('exists already'),
  })
})

it('writes the file and tells when it is out of date', async () => {
  expect(await cli('generate', '--out', 'prisma/rls.sql')).toMatchObject({ code: 0 })
  expect(await cli('generate', '--out', 'prisma/rls.sql', '--check')).toMatchObject({ code: 0 })
  const file = join(folder, 'prisma/rls.sql')
  await writeFile(file, `${await readFile(file, 'utf8')}-- edited\n`)
  expect(await cli('generate', '--out', 'prisma/rls.sql', '--check')).toMatchObject({ code: 1 })
})

it('says in one line what is wrong, and no password', async () => {
  expect(await cli('nonsense')).toMatchObject({
    code: 2,
    err: expect.stringContaining('no command "nonsense"'),
  })
  const failed = await cli('plan', '--url', 'postgres://someone:hunter2@127.0.0.1:1/none')
  expect(failed.code).toBe(2)
  expect(failed.err).toContain('UNREACHABLE')
  expect(failed.err).not.toContain('hunter2')
  expect((await cli('plan', '--config', 'missing.ts')).err).toContain('There is no missing.ts')
  expect((await cli('plan', '--nonsense')).code).toBe(2)
  expect(await cli('plan', 'extra')).toMatchObject({
    code: 2,
    err: expect.stringContaining('one word too many'),
  })
  expect(JSON.parse((await cli('status', '--json')).out)).toMatchObject({ state: expect.any(String) })
})
