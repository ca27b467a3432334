import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { toMigration } from '../../src/audit/migration.ts'
import { apply, audit, prove, type RlsDefinition } from '../../src/index.ts'
import { type EmbeddedPostgres, startEmbedded } from '../support/embedded.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const root = new URL('../../', import.meta.url).pathname
const run = promisify(execFile)

interface Tool {
  readonly name: string
  readonly command: readonly string[]
  readonly env?: Record<string, string>
  /** The entries that init should write. */
  readonly tables: Record<string, unknown>
  readonly open: readonly string[]
  /** What is really open in such a schema. */
  readonly findings: readonly string[]
}

const tools: readonly Tool[] = [
  {
    name: 'prisma',
    command: [
      'node_modules/.bin/prisma',
      'db',
      'push',
      '--skip-generate',
      '--config',
      'test/guard/tools/prisma/prisma.config.ts',
      '--schema',
      'test/init/prisma/schema.prisma',
    ],
    env: {
      PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
    },
    tables: {
      Comment: { via: { table: 'Task', column: 'taskId' } },
      Label: { tenant: 'organizationId' },
      Organization: { tenant: 'id', commands: ['select'] },
      Project: { tenant: 'organizationId' },
      Task: { via: { table: 'Project', column: 'projectId' } },
      User: { tenant: 'organizationId' },
      _LabelToTask: { via: { table: 'Label', column: 'A' } },
      api_keys: { tenant: 'organization_id' },
    },
    open: ['public.Country'],
    // keys of cuid and unique keys that carry the tenant are no oracles; these tables have no tenant to put into a key
    findings: [
      'foreign-key-oracle public.Comment.Comment_authorId_fkey',
      'foreign-key-oracle public.Task.Task_assigneeId_fkey',
      'foreign-key-oracle public._LabelToTask._LabelToTask_B_fkey',
    ],
  },
  {
    name: 'drizzle',
    command: [
      'node_modules/.bin/drizzle-kit',
      'push',
      '--force',
      '--config',
      'test/init/drizzle/drizzle.config.ts',
    ],
    tables: {
      'crm.customers': { tenant: 'workspace_id' },
      invoice_lines: { via: { table: 'invoices', column: 'invoice_id' } },
      invoices: { tenant: 'workspace_id' },
      workspace_members: { tenant: 'workspace_id' },
      workspaces: { tenant: 'id', commands: ['select'] },
    },
    open: ['public.currencies'],
    findings: [],
  },
]

let server: EmbeddedPostgres
let folder: string

beforeAll(async () => {
  server = await startEmbedded()
  folder = await mkdtemp(join(root, 'node_modules/.rls-kit-init-'))
})
afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

describe.each(tools)('a database that $name made', (tool) => {
  it('is understood by init, and isolated without a false alarm', async () => {
    const url = await server.createDatabase(`init_${tool.name}`)
    const env = { ...process.env, ...tool.env, DATABASE_URL: url, NO_COLOR: '1' }
    const [file, ...args] = tool.command as [string, ...string[]]
    await run(file, args, { cwd: root, env })

    const out = join(folder, `${tool.name}.rls.config.ts`)
    const roles = ['--app', `init_${tool.name}_app`, '--owner', `init_${tool.name}_owner`]
    const cli = await run(process.execPath, [join(root, 'bin/rls-kit.js'), 'init', ...roles, '--out', out], {
      cwd: root,
      env: { ...env, NODE_OPTIONS: '--conditions=source' },
    }).catch((error: { code: number; stdout: string }) => error)
    expect(cli).toMatchObject({ code: 1 }) // something is left to decide
    for (const table of tool.open) expect(cli.stdout).toContain(`? ${table}`)

    // as written, apart from where the package is found
    const text = await readFile(out, 'utf8')
    await writeFile(out, text.replace("'@nyxcore/rls-kit'", `'${join(root, 'src/index.ts')}'`))
    const { default: rls } = (await import(out)) as { default: RlsDefinition }
    const written = rls.tables.map((table) =>
      table.schema === 'public' ? table.name : `${table.schema}.${table.name}`,
    )
    expect(written.toSorted()).toEqual(Object.keys(tool.tables).toSorted())
    const entry = (config: unknown): string =>
      JSON.stringify(config)
        .replaceAll('"', "'")
        .replace(/'(\w+)':/g, '$1:')
    const compact = text.replace(/\s+/g, '')
    for (const config of Object.values(tool.tables)) expect(compact).toContain(`:${entry(config)},`)

    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await apply(client, rls)
      const { findings } = await audit(client, rls)
      expect(findings.map(({ rule, object }) => `${rule} ${object}`).toSorted()).toEqual(tool.findings)
      if (findings.length > 0) await client.query(toMigration(findings))
      expect((await audit(client, rls)).findings).toEqual([])
      expect((await apply(client, rls)).applied).toBe(false) // what the fix added does not disturb it
      const proof = await prove(client, rls, { disposable: true })
      expect(proof.probes.filter(({ outcome }) => outcome === 'leak' || outcome === 'unproven')).toEqual([])
      expect(proof.proven).toBe(true)
      // and a real oracle is found
      const [table, column] = tool.name === 'prisma' ? ['"User"', 'email'] : ['crm.customers', 'email']
      await client.query(`create unique index one_email on ${table} (${column})`)
      expect((await audit(client, rls)).findings.map(({ rule }) => rule)).toEqual(['unique-oracle'])
    } finally {
      await client.end()
    }
  })
})
