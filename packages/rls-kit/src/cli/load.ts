import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { isRlsKitError, RlsKitError } from '../errors.ts'
import type { RlsDefinition } from '../types.ts'
import type { CliIo } from './io.ts'

const configNames = ['rls.config.ts', 'rls.config.mts', 'rls.config.js', 'rls.config.mjs']

/**
 * Loads rls.config.ts (or .mts, .js, .mjs) from `path` or the working directory. TypeScript runs through
 * Node's own type stripping: Node 22.18 or later, or 22.12 with --experimental-strip-types.
 */
export async function loadConfig(io: Pick<CliIo, 'cwd'>, path?: string): Promise<RlsDefinition> {
  const candidates =
    path === undefined ? configNames.map((name) => resolve(io.cwd, name)) : [resolve(io.cwd, path)]
  const file = candidates.find((candidate) => existsSync(candidate))
  if (file === undefined) {
    throw new RlsKitError('USAGE', `There is no ${path ?? 'rls.config.ts'} in ${io.cwd}.`, {
      advice: 'Write one, let `rls-kit init` write one, or name it with --config.',
    })
  }
  let module: { default?: unknown }
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: unknown }
  } catch (error) {
    if (isRlsKitError(error)) throw error
    throw new RlsKitError('CONFIG_INVALID', `${file} could not be loaded: ${(error as Error).message}`, {
      cause: error,
      advice: 'Run it with node to see the whole error.',
    })
  }
  if (!isDefinition(module.default)) {
    throw new RlsKitError('CONFIG_INVALID', `${file} does not export a definition as its default.`, {
      advice: 'End it with `export default defineRls({ ... })`.',
    })
  }
  return module.default
}

function isDefinition(value: unknown): value is RlsDefinition {
  const definition = value as Partial<RlsDefinition> | null | undefined
  return Array.isArray(definition?.tables) && typeof definition?.tenant?.setting === 'string'
}

/** The database's URL: `--url`, else DATABASE_URL. */
export function databaseUrl(io: Pick<CliIo, 'env'>, url?: string): string {
  const found = url ?? io.env.DATABASE_URL
  if (found === undefined || found === '') {
    throw new RlsKitError('USAGE', 'No database is named.', {
      advice: 'Set DATABASE_URL, or pass --url postgres://user@host:5432/database.',
    })
  }
  return found
}

/** A URL without its password, for messages. */
export function redactUrl(url: string): string {
  try {
    const parsed = new URL(url)
    if (parsed.password !== '') parsed.password = '***'
    if (parsed.searchParams.has('password')) parsed.searchParams.set('password', '***')
    return parsed.href
  } catch {
    return 'the given URL'
  }
}

/** Opens one connection, or says in one line why it could not. */
export async function connect(url: string): Promise<pg.Client> {
  let client: pg.Client
  try {
    client = new pg.Client({
      connectionString: url,
      application_name: 'rls-kit',
      connectionTimeoutMillis: 10_000,
    })
    client.on('error', () => {}) // the statement that is running rejects; without a listener Node would exit
    await client.connect()
  } catch (error) {
    const reason = (error as Error).message || String((error as { code?: unknown }).code ?? error)
    throw new RlsKitError('UNREACHABLE', `Cannot connect to ${redactUrl(url)}: ${reason}`, {
      cause: error,
      advice: 'Check that the server runs and that host, port, user and password are right.',
    })
  }
  return client
}
