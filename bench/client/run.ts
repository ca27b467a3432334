// Builds the contenders and runs them. Built, since under the condition `source`, with which benches are started,
// Node would take eventsource-parser's TypeScript, which it refuses inside node_modules.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const outdir = join(here, '.build')

await build({
  entryPoints: [join(here, 'main.ts'), join(here, 'server.ts')],
  outdir,
  bundle: true,
  packages: 'external',
  alias: { '@nyxcore/client': join(here, '../../packages/client/src/index.ts') },
  format: 'esm',
  platform: 'node',
  target: 'node24',
})
const child = spawn(process.execPath, [join(outdir, 'main.js'), here, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.on('close', (code) => {
  rmSync(outdir, { recursive: true, force: true })
  process.exitCode = code ?? 1
})
