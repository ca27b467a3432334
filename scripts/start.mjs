#!/usr/bin/env node
// `npm start`: installs, builds and serves the studio. Plain JavaScript without dependencies, because it runs
// before anything is installed, on any Node from 20 on. It stays the parent of everything it starts and hands
// signals on: npm, npx and pnpm would otherwise die first and leave the server behind.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { acquireLock } from '../examples/studio/src/server/db/lock.mjs'
import { takeBuildLock } from './lib/build-lock.mjs'
import {
  digest,
  isFresh,
  manifests,
  packageFolders,
  packagesDigest,
  packagesStamp,
  root,
  stamped,
  state,
  studio,
} from './lib/stamp.mjs'

const pnpm = 'pnpm@12.21.0'
/** How long children may take to end before they are killed, in milliseconds: all is gone within a second. */
const patience = 900

const help = `npm start: installs, builds and serves the studio on this machine.

  npm start                       on http://localhost:3000, or the next free port
  npm start -- --help             this text
  npm start -- --build-only       install and build, and serve nothing

Environment:
  PORT              the first port to try (default 3000)
  HOST              the address to listen on (default 127.0.0.1)
  DATABASE_URL      a PostgreSQL with pgvector, in place of the embedded one
  APP_DATABASE_URL  the login that serves requests there (default: one that the studio makes)
  NYX_DATA_DIR      the folder of the embedded database (default examples/studio/.nyx)
  NYX_WORKSPACE_ROOT  the folder that analyses may read (default: this repository)
  OPENAI_BASE_URL, OPENAI_API_KEY   an OpenAI-compatible endpoint, in place of the local embedder
  OPENAI_EMBEDDING_MODEL            its model for vectors (default text-embedding-3-small)
  OPENAI_MODEL                      its model for answers and reviews (default: none is asked)
`

/** The children that still run. Each leads a process group of its own where the system has them. */
const children = new Set()
let stopping = false
let lock

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main()

async function main() {
  const options = process.argv.slice(2)
  if (options.includes('--help') || options.includes('-h')) return void process.stdout.write(help)
  const unknown = options.find((option) => option !== '--build-only')
  if (unknown !== undefined) fail(`unknown option ${unknown}; see npm start -- --help`, 2)
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(`needs Node 20 or newer to start; this is ${process.versions.node}`)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(signal))
  const port = readPort(process.env.PORT)
  try {
    if (!options.includes('--build-only')) takeDataLock()
    await prepare()
    if (!options.includes('--build-only')) await serve(port)
  } catch (error) {
    lock?.release()
    if (stopping) return
    fail(error instanceof Error ? error.message : String(error), error?.exitCode ?? 1)
  }
}

/** Takes the embedded database's lock before the long part; the server takes it over from here. */
function takeDataLock() {
  if (process.env.DATABASE_URL) return
  const dataDir = resolve(studio, process.env.NYX_DATA_DIR || '.nyx')
  lock = acquireLock(join(dataDir, 'studio.lock'), { what: 'npm start' })
}

/** Installs and builds what has changed since the last time. */
async function prepare() {
  const buildLock = await takeBuildLock('npm start, building')
  try {
    if (!isInstalled()) {
      await step('install', join(state, 'install.stamp'), digest(manifests()), [], () =>
        run('npx', ['-y', pnpm, 'install', '--frozen-lockfile', '--prefer-offline']),
      )
    }
    const packages = packagesDigest()
    const built = packageFolders().map((folder) => join(root, folder, 'dist', 'index.js'))
    await step('build the packages', packagesStamp, packages, built, () =>
      run(nodePath(), [join(root, 'scripts', 'build.mjs'), '--no-types']),
    )
    const own = ['src', 'public', 'next.config.ts', 'rls.config.ts', 'tsconfig.json'].map((file) =>
      join('examples', 'studio', file),
    )
    await step(
      'build the studio',
      join(state, 'studio.stamp'),
      `${packages}${digest(own)}`,
      [join(studio, '.next', 'BUILD_ID')],
      () => run(nodePath(), [join(studio, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], studio),
    )
  } finally {
    buildLock.release()
  }
}

/** Whether node_modules is what the lockfile says: pnpm keeps a copy of the lockfile that it installed. */
function isInstalled() {
  const copy = join(root, 'node_modules', '.pnpm', 'lock.yaml')
  return (
    existsSync(copy) &&
    readFileSync(copy).equals(readFileSync(join(root, 'pnpm-lock.yaml'))) &&
    existsSync(nodePath()) &&
    existsSync(join(studio, 'node_modules', 'next'))
  )
}

/** Does one step unless its stamp says that nothing has changed since it was last done. */
async function step(name, stamp, wanted, outputs, work) {
  if (outputs.length > 0 && isFresh(stamp, wanted, outputs)) return
  const started = Date.now()
  say(`${name} …`)
  await stamped(stamp, wanted, work)
  say(`${name}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

/** Serves until the server ends, and prints the URL once it answers. */
async function serve(firstPort) {
  const host = process.env.HOST || '127.0.0.1'
  const port = await freePort(firstPort, host)
  if (port !== firstPort && firstPort !== 0) say(`port ${firstPort} is taken, using ${port}`)
  const server = start(
    nodePath(),
    [join(studio, 'node_modules', 'next', 'dist', 'bin', 'next'), 'start', '-p', String(port), '-H', host],
    studio,
    {
      NEXT_MANUAL_SIG_HANDLE: 'true',
      NYX_LAUNCHED: '1',
      NYX_LOCK_TOKEN: lock?.token ?? '',
      NODE_ENV: 'production',
      PORT: String(port),
    },
    ['pipe', 'inherit', 'inherit'],
  )
  const shown = host === '127.0.0.1' || host === '0.0.0.0' || host === '::1' ? 'localhost' : host
  const ended = new Promise((done) => server.once('exit', (code, signal) => done(code ?? (signal ? 1 : 0))))
  const ready = await Promise.race([
    untilHealthy(`http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/api/health`),
    ended.then(() => false),
  ])
  if (ready) process.stdout.write(`studio: http://${shown}:${port}\n`)
  const code = await ended
  if (stopping) return
  lock?.release()
  process.exit(code === 0 ? 0 : Number(code))
}

async function untilHealthy(url) {
  for (;;) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(10_000) })
      if (response.ok) return true
    } catch {
      // Not listening yet.
    }
    await new Promise((done) => setTimeout(done, 150))
  }
}

/** Hands a signal on to every child, waits for them, and kills what is still there after 0.9 seconds, or at once on a second signal. */
async function stop(signal) {
  const all = [...children]
  if (stopping) {
    for (const child of all) signalGroup(child, 'SIGKILL')
    return
  }
  stopping = true
  for (const child of all) signalGroup(child, signal === 'SIGHUP' ? 'SIGTERM' : signal)
  const gone = Promise.all(
    all.map(
      (child) =>
        child.exitCode !== null ||
        child.signalCode !== null ||
        new Promise((done) => child.once('exit', done)),
    ),
  )
  await Promise.race([gone, new Promise((done) => setTimeout(done, patience))])
  for (const child of all) signalGroup(child, 'SIGKILL')
  lock?.release()
  process.exit(signal === 'SIGINT' ? 130 : 143)
}

function signalGroup(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It has ended already.
  }
}

function start(command, args, cwd, env, stdio) {
  const windows = process.platform === 'win32'
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio,
    detached: !windows,
    shell: windows && command === 'npx',
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

/** Runs a command to its end. Its output is shown only if it fails. */
function run(command, args, cwd = root) {
  return new Promise((done, failed) => {
    if (stopping) return
    const child = start(command, args, cwd, {}, ['ignore', 'pipe', 'pipe'])
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.once('error', (error) => failed(new Error(`${command} cannot be started: ${error.message}`)))
    child.once('close', (code) => {
      if (code === 0) return done(undefined)
      if (!stopping) process.stderr.write(Buffer.concat(output))
      failed(new Error(`${command} ${args.join(' ')} ended with ${code}`))
    })
  })
}

/** The Node of node_modules: the version that the workspace is built for, whatever the machine has. */
function nodePath() {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

function readPort(text) {
  if (text === undefined || text === '') return 3000
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    fail(`PORT must be a whole number up to 65535, not ${text}`, 2)
  return port
}

/** The port, or the next one that is free. */
async function freePort(first, host) {
  for (let port = first; port < Math.min(first + 100, 65_536); port++) {
    const found = await tryPort(port, host)
    if (found !== undefined) return found
    if (port === 0) break
  }
  throw new Error(`no free port from ${first} on`)
}

function tryPort(port, host) {
  return new Promise((done, failed) => {
    const probe = createServer()
    probe.once('error', (error) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') done(undefined)
      else failed(new Error(`cannot listen on ${host}: ${error.message}`))
    })
    probe.listen(port, host, () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : port))
    })
  })
}

function say(text) {
  process.stdout.write(`nyx  ${text}\n`)
}

function fail(text, code = 1) {
  process.stderr.write(`nyx  ${text}\n`)
  process.exit(code)
}
