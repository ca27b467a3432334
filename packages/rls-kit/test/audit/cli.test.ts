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
  server = await startEmbedded()
  folder = await mkdtemp(join(tmpdir(), 'rls-kit-audit-'))
  const source = JSON.stringify(new URL('../../src/index.ts', import.meta.url).href)
  await writeFile(
    join(folder, 'rls.config.ts'),
    `import { defineRls } from ${source}
export default defineRls({ tenant: { type: 'uuid' }, roles: { app: 'audit_cli_app', owner: 'audit_cli_owner' }, tables: { notes: { tenant: 'tenant_id' } } })
`,
  )
  url = await server.createDatabase('cli')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    'create table notes (tenant_id uuid not null, id uuid primary key default gen_random_uuid(), body text)',
  )
  await client.end()
})
afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

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

describe('rls-kit audit', () => {
  it('answers 1 with findings, in each format', async () => {
    expect(await cli('apply')).toMatchObject({ code: 0 })
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(
      'alter table notes no force row level security; grant truncate on notes to audit_cli_app; alter table notes disable row level security',
    )
    await client.end()
    const pretty = await cli('audit')
    expect(pretty.code).toBe(1)
    expect(pretty.out).toContain('revoke truncate on table "public"."notes" from "audit_cli_app";')
    const json = JSON.parse((await cli('audit', '--format', 'json')).out)
    expect(json.findings.map((row: { rule: string }) => row.rule)).toEqual([
      'rls-disabled',
      'policy-without-rls',
      'truncate-privilege',
    ])
    expect(JSON.parse((await cli('audit', '--format', 'sarif')).out).runs[0].results).toHaveLength(3)
    expect((await cli('audit', '--format', 'github')).out).toMatch(
      /^::error file=rls\.config\.ts,line=1,title=rls-disabled%3A public\.notes::/,
    )
  })

  it('runs the rules that were asked for, and fails on the severity that was asked for', async () => {
    expect(await cli('audit', '--rule', 'public-grant')).toMatchObject({ code: 0 })
    expect(
      await cli(
        'audit',
        '--ignore',
        'rls-disabled',
        '--ignore',
        'policy-without-rls',
        '--ignore',
        'truncate-privilege',
      ),
    ).toMatchObject({ code: 0 })
    expect(await cli('audit', '--rule', 'nonsense')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no audit rule "nonsense"'),
    })
    expect(await cli('audit', '--fail-on', 'fatal')).toMatchObject({ code: 2 })
    expect((await cli('audit', '--list-rules')).out.trim().split('\n')).toHaveLength(42)
  })

  it('accepts by a baseline what was accepted', async () => {
    expect(await cli('audit', '--update-baseline')).toMatchObject({ code: 0 })
    expect(await cli('audit')).toMatchObject({ code: 0, out: expect.stringContaining('3 accepted') })
    await rm(join(folder, '.rls-audit-baseline'))
    expect(await cli('audit', '--baseline', 'missing')).toMatchObject({
      code: 2,
      err: expect.stringContaining('missing'),
    })
  })

  it('writes a migration that leaves nothing to find', async () => {
    await cli('audit', '--fix', 'fix.sql')
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(await readFile(join(folder, 'fix.sql'), 'utf8'))
    await client.end()
    expect(await cli('audit')).toMatchObject({ code: 0, out: expect.stringContaining('Nothing found') })
  })

  it('works without a definition, and says one that was named is missing', async () => {
    await rm(join(folder, 'rls.config.ts'))
    const found = await cli('audit')
    expect(found).toMatchObject({ code: 0, out: expect.stringContaining('no definition was given') })
    expect(await cli('audit', '--config', 'other.ts')).toMatchObject({ code: 2 })
    expect(await cli('audit', '--url', 'postgres://a:hunter2@127.0.0.1:1/x')).toMatchObject({
      code: 2,
      err: expect.not.stringContaining('hunter2'),
    })
  })
})
