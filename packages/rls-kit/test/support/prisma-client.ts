import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'

const root = new URL('../../', import.meta.url).pathname

/** The generated client, as far as the tests use it. */
export interface GeneratedClient {
  discussion: {
    findMany(args?: object): Promise<{ id: string; tenantId: string; title: string }[]>
    findUnique(args: {
      where: { id: string }
    }): Promise<{ id: string; tenantId: string; title: string } | null>
    create(args: { data: { tenantId: string; title: string } }): Promise<{ id: string }>
    updateMany(args: { data: { title: string } }): Promise<{ count: number }>
    count(): Promise<number>
  }
  $queryRawUnsafe<T>(sql: string, ...values: unknown[]): Promise<T>
  $queryRaw<T>(strings: TemplateStringsArray, ...values: unknown[]): Promise<T>
  $executeRawUnsafe(sql: string, ...values: unknown[]): Promise<number>
  $transaction(work: unknown): Promise<unknown>
  $disconnect(): Promise<void>
  $extends<E extends { client: object }>(extension: E): GeneratedClient & E['client']
}

/**
 * Generates Prisma's client from test-fixtures/prisma with Prisma's own command. Its engines are downloads that the
 * JavaScript client does not use, so any executable stands in for them.
 */
export async function prismaClient(options: object): Promise<GeneratedClient> {
  const require = createRequire(import.meta.url)
  const command = require.resolve('prisma/build/index.js')
  await promisify(execFile)(
    process.execPath,
    [command, 'generate', '--schema', 'test-fixtures/prisma/schema.prisma'],
    {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    },
  )
  const { PrismaClient } = require('../../node_modules/.cache/prisma-client') as {
    PrismaClient: new (options: object) => GeneratedClient
  }
  return new PrismaClient(options)
}
