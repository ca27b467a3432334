import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What the environment decides, read once a call so that a test can set it. */
export interface Config {
  /** Where the embedded database, its lock and the session secret live. */
  readonly dataDir: string
  /** A PostgreSQL to use in place of the embedded one. */
  readonly databaseUrl: string | undefined
  /** The login that serves requests; without it the studio makes one of its own beside DATABASE_URL's. */
  readonly appDatabaseUrl: string | undefined
  /** The folder that analyses may read: nothing outside it is reachable. */
  readonly workspaceRoot: string
  readonly openai:
    | {
        readonly baseUrl: string
        readonly apiKey: string
        readonly embeddingModel: string
        /** The language model; without it no model is asked. */
        readonly chatModel: string | undefined
      }
    | undefined
}

/** The studio's own folder: the one that `next start` and the scripts run in. */
export function studioRoot(): string {
  return process.env.NYX_STUDIO_ROOT ?? process.cwd()
}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const root = studioRoot()
  const apiKey = env.OPENAI_API_KEY
  return {
    dataDir: resolve(root, env.NYX_DATA_DIR || '.nyx'),
    databaseUrl: env.DATABASE_URL || undefined,
    appDatabaseUrl: env.APP_DATABASE_URL || undefined,
    workspaceRoot: resolve(root, env.NYX_WORKSPACE_ROOT || '../..'),
    openai: env.OPENAI_BASE_URL
      ? {
          baseUrl: env.OPENAI_BASE_URL.replace(/\/+$/, ''),
          apiKey: apiKey ?? '',
          embeddingModel: env.OPENAI_EMBEDDING_MODEL || 'text-embedding-3-small',
          chatModel: env.OPENAI_MODEL || undefined,
        }
      : undefined,
  }
}

/** The key that signs session cookies: NYX_SESSION_SECRET, or one made on first use and kept in the data folder. */
export function sessionSecret(config: Config = readConfig()): string {
  if (process.env.NYX_SESSION_SECRET) return process.env.NYX_SESSION_SECRET
  const path = join(config.dataDir, 'session-secret')
  if (!existsSync(path)) {
    mkdirSync(config.dataDir, { recursive: true })
    try {
      writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  return readFileSync(path, 'utf8')
}
