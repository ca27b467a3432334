import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ColumnFingerprint, fingerprint, uninstall } from '../../src/guard/index.ts'
import { execute, guardCli, type Ran } from './cli.ts'
import { createInsights, embedding, withClient } from './scenario.ts'
import type { TestDatabase } from './servers.ts'

/** A real tool, told to push a schema that does not know the embedding. */
export interface PushTool {
  readonly name: string
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Takes the guard's own schema along, so that only a file is left. */
  readonly file?: boolean
}

const node = [process.execPath, '--no-warnings']
const prisma = [
  'node_modules/.bin/prisma',
  'db',
  'push',
  '--skip-generate',
  '--accept-data-loss',
  '--config',
  'test/guard/tools/prisma/prisma.config.ts',
]
// Prisma's own engines are downloads; its JavaScript engine only wants the two variables to name something executable.
const prismaEnv = {
  PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
  PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
  CHECKPOINT_DISABLE: '1',
}

/** The tools of the matrix, and the statements that a migration may hold. */
export const tools: readonly PushTool[] = [
  {
    name: 'drizzle-kit push --force',
    command: [
      'node_modules/.bin/drizzle-kit',
      'push',
      '--force',
      '--config',
      'test/guard/tools/drizzle.config.ts',
    ],
  },
  { name: 'TypeORM synchronize', command: [...node, 'test/guard/tools/typeorm-sync.ts'] },
  { name: 'Sequelize sync({ alter })', command: [...node, 'test/guard/tools/sequelize-sync.ts'] },
  { name: 'prisma db push', command: prisma, env: prismaEnv },
  { name: 'prisma db push --force-reset', command: [...prisma, '--force-reset'], env: prismaEnv },
  {
    name: 'DROP SCHEMA CASCADE',
    command: [...node, 'test/guard/tools/sql.ts', 'drop schema public cascade', 'create schema public'],
  },
  {
    name: 'DROP DATABASE, CREATE DATABASE',
    command: [...node, 'test/guard/tools/recreate.ts'],
    file: true,
  },
  {
    name: 'DROP EXTENSION CASCADE',
    command: [...node, 'test/guard/tools/sql.ts', 'drop extension vector cascade'],
  },
]

/** How the database was guarded while the tool ran. */
export const layers = ['none', 'pin', 'trigger', 'run --restore'] as const

/** One cell: what was lost, and how the command ended. */
export interface Cell {
  readonly lost: readonly string[]
  readonly exit: number | null
  readonly ran: Ran
}

/** What one fingerprint has that the other has not. */
export function lostBetween(before: ColumnFingerprint, after: ColumnFingerprint | undefined): string[] {
  if (after === undefined) return ['table']
  const lost: string[] = []
  if (after.rows !== before.rows) lost.push('rows')
  if (after.type !== before.type) lost.push('column')
  if (after.checksum !== before.checksum) lost.push('data')
  if (JSON.stringify(after.indexes) !== JSON.stringify(before.indexes)) lost.push('index')
  if (after.relrowsecurity !== before.relrowsecurity) lost.push('RLS')
  if (after.relforcerowsecurity !== before.relforcerowsecurity) lost.push('FORCE')
  if (JSON.stringify(after.policies) !== JSON.stringify(before.policies)) lost.push('policies')
  return lost
}

/** Fills one cell on a fresh database. */
export async function fillCell(
  open: () => Promise<TestDatabase>,
  tool: PushTool,
  layer: (typeof layers)[number],
): Promise<Cell> {
  const database = await open()
  const folder = await mkdtemp(join(tmpdir(), 'guard-matrix-'))
  const file = join(folder, 'snapshot')
  try {
    await withClient(database.url, (db) => createInsights(db, 40))
    const look = () => withClient(database.url, (db) => fingerprint(db, embedding))
    const before = await look()
    const env = { ...tool.env, DATABASE_URL: database.url }
    let ran: Ran
    if (layer === 'run --restore') {
      ran = await execute(
        [
          ...[process.execPath, '--no-warnings', 'test/guard/tools/rls-kit.ts', 'guard', 'run'],
          ...[
            '--layer',
            'none',
            '--restore',
            '--json',
            ...(tool.file ? ['--file', file] : []),
            '--',
            ...tool.command,
          ],
        ],
        env,
      )
    } else {
      if (layer !== 'none') {
        const hold = tool.file && layer === 'trigger' ? ['--hold-database'] : []
        const installed = await guardCli(database.url, 'install', '--layer', layer, ...hold)
        if (installed.code !== 0) throw new Error(installed.stderr)
      }
      ran = await execute(tool.command, env)
    }
    const after = await look().catch(() => undefined)
    return { lost: lostBetween(before, after), exit: ran.code, ran }
  } finally {
    if (tool.file) await withClient(database.url, (db) => uninstall(db)) // or nobody could drop it
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
}
