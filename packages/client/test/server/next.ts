import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import type { Target } from './targets.ts'

const here = import.meta.dirname

/** A real Next with one catch-all route file, in a process of its own. */
export async function startNext(): Promise<Target> {
  const app = await mkdtemp(join(here, 'next-'))
  const remove = () => rm(app, { recursive: true, force: true })
  try {
    const folder = join(app, 'app', 'api', '[...path]')
    await mkdir(folder, { recursive: true })
    await build({
      entryPoints: [join(here, 'next-route.ts')],
      outfile: join(folder, 'route.js'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      conditions: ['source'],
      logLevel: 'error',
    })
    await mkdir(join(app, 'app', 'own'))
    await writeFile(join(app, 'app', 'own', 'route.js'), "export const GET = () => new Response('own')\n")
    await writeFile(join(app, 'package.json'), '{ "type": "module" }\n')
    const root = JSON.stringify(join(here, '../../../..'))
    await writeFile(
      join(app, 'next.config.mjs'),
      `export default { turbopack: { root: ${root} }, headers: async () => [{ source: '/api/:path*', headers: [{ key: 'x-of-framework', value: 'yes' }] }] }\n`,
    )
    const require = createRequire(import.meta.url)
    const bin = require.resolve('next/dist/bin/next')
    const child = spawn(process.execPath, [bin, 'dev', '--port', '0', '--hostname', '127.0.0.1'], {
      cwd: app,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '', NEXT_TELEMETRY_DISABLED: '1' },
      detached: true,
    })
    const ended = once(child, 'exit')
    let output = ''
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    const stop = async () => {
      // Next runs its server in a child of its own: the group is what has to end.
      if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGKILL')
      await ended
      await remove()
    }
    try {
      const url = await new Promise<string>((resolve, reject) => {
        createInterface({ input: child.stdout }).on('line', (line) => {
          output += `${line}\n`
          const found = /Local:\s+(http:\/\/\S+)/.exec(line)
          if (found?.[1]) resolve(found[1])
        })
        void ended.then(() => reject(new Error(`Next ended: ${output}`)))
      })
      return { url, close: stop }
    } catch (error) {
      await stop()
      throw error
    }
  } catch (error) {
    await remove()
    throw error
  }
}
