import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CliIo } from '../../src/cli/io.ts'
import { run } from '../../src/cli/main.ts'
import { type EmbeddedPostgres, startEmbedded } from '../support/embedded.ts'

let server: EmbeddedPostgres
let url: string
let folder: string

beforeAll(async () => {
  server = await startEmbedded({ settings: { wal_level: 'logical' } })
  folder = await mkdtemp(join(tmpdir(), 'rls-kit-prove-'))
  const source = JSON.stringify(new URL('../../src/index.ts', import.meta.url).href)
  await writeFile(
    join(folder, 'rls.config.ts'),
    `import { defineRls } from ${source}
export default defineRls({ tenant: { type: 'uuid' }, roles: { app: 'prove_cli_app', owner: 'prove_cli_owner' }, tables: { notes: { tenant: 'tenant_id' } } })
`,
  )
  url = await server.createDatabase('cli')
  await query(
    'create table notes (tenant_id uuid not null, id uuid primary key default gen_random_uuid(), body text not null)',
  )
  await cli('apply')
})
afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function cli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const io: CliIo = {
    stdout: (text) => {
      out += text
    },
    stderr: (text) => {
      err += text
    },
    color: false,
    env: { DATABASE_URL: url },
    cwd: folder,
    signal: new AbortController().signal,
  }
  return { code: await run(argv, io), out, err }
}

describe('rls-kit prove', () => {
  it('refuses without being told where it may work', async () => {
    expect(await cli('prove')).toMatchObject({ code: 2, err: expect.stringContaining('NOT_DISPOSABLE') })
  })

  it('proves a scratch copy, and leaves neither the copy nor a change', async () => {
    const result = await cli('prove', '--scratch')
    expect(result).toMatchObject({ code: 0, err: '', out: expect.stringContaining('✓ proven') })
    expect(await query("select datname from pg_database where datname like 'rls_kit_scratch%'")).toEqual([])
    expect(await query('select count(*)::int as n from notes')).toEqual([{ n: 0 }])
    expect(await query('select slot_name from pg_replication_slots')).toEqual([])
  })

  it('reads in the copy what a publication sends', async () => {
    await query('create publication everything for table notes')
    const here = await cli('prove', '--disposable')
    expect(here).toMatchObject({ code: 1, out: expect.stringContaining('unproven everything publish') })
    expect(await cli('prove', '--disposable', '--allow-unproven')).toMatchObject({ code: 0 })
    expect(await cli('prove', '--scratch')).toMatchObject({
      code: 1,
      out: expect.stringContaining('sent the rows of both tenants'),
    })
    await query('drop publication everything')
  })

  it('shows a leak in text, JSON and HTML', async () => {
    await query(
      'alter policy rls_kit_select on notes using (true); create table "<b>&" (tenant_id uuid not null, x int); grant select on "<b>&" to prove_cli_app',
    )
    const text = await cli('prove', '--disposable')
    expect(text.code).toBe(1)
    expect(text.out).toContain('leak     public.notes select: tenant A reads 4 rows of other tenants')
    const json = JSON.parse((await cli('prove', '--disposable', '--format', 'json')).out)
    expect(json).toMatchObject({ proven: false, app: 'prove_cli_app', sessionAuthorization: true })
    expect(await cli('prove', '--disposable', '--format', 'html', '--out', 'matrix.html')).toMatchObject({
      code: 1,
      out: '',
    })
    const html = await readFile(join(folder, 'matrix.html'), 'utf8')
    expect(html).toContain('<td class="leak" title="tenant A reads 4 rows of other tenants">')
    expect(html).toContain('public.&lt;b&gt;&amp;')
    expect(html).not.toMatch(/<b>&|https?:|src=/)
  })
})
