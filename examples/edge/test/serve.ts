import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'

const folder = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)
const machine = `${process.platform}-${process.arch}`
const denoName: Record<string, string> = {
  'linux-x64': 'linux-x64-glibc',
  'linux-arm64': 'linux-arm64-glibc',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
}

/** A runtime that serves src/app.ts. */
export interface Served {
  readonly url: string
  stop(): Promise<void>
}

export const runtimes: Record<string, () => Promise<Served>> = {
  node: async () => program(process.execPath, [await bundled('node')]),
  bun: async () => program(binary('bun', `@oven/bun-${machine}/bin/bun`), [await bundled('app')]),
  deno: async () => {
    const file = await bundled('app')
    return program(binary('deno', `@deno/${denoName[machine] ?? ''}/deno`), (port) => [
      'serve',
      '--allow-all',
      ...['--host', '127.0.0.1'],
      ...['--port', `${port}`],
      file,
    ])
  },
  workerd: async () => {
    const worker = new Miniflare({
      modules: true,
      scriptPath: await bundled('app', 'workerd'),
      compatibilityDate: '2026-06-01',
      host: '127.0.0.1',
      port: 0,
    })
    const url = await worker.ready
    return { url: url.origin, stop: () => worker.dispose() }
  },
}

/** The program in one file, from the packages' sources: the runtimes then read no TypeScript and no build of ours. */
async function bundled(entry: 'app' | 'node', runtime = 'node'): Promise<string> {
  const outfile = join(folder, 'node_modules', '.cache', 'edge', `${entry}-${runtime}.mjs`)
  await build({
    absWorkingDir: folder,
    entryPoints: [`src/${entry}.ts`],
    outfile,
    bundle: true,
    format: 'esm',
    platform: runtime === 'node' ? 'node' : 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['source', runtime],
    external: ['node:*'],
  })
  return outfile
}

/** The packages bun and deno are wrappers; the binaries come in a package for each platform. */
function binary(wrapper: string, path: string): string {
  return createRequire(require.resolve(`${wrapper}/package.json`)).resolve(path)
}

async function program(
  command: string,
  args: readonly string[] | ((port: number) => readonly string[]),
): Promise<Served> {
  const port = await freePort()
  const child = spawn(command, typeof args === 'function' ? args(port) : args, {
    cwd: folder,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}: ${output}`)
    try {
      await fetch(`${url}/api/v1/health`)
      return { url, stop: () => stop(child) }
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  await stop(child)
  throw new Error(`${command} does not listen: ${output}`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
