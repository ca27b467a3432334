import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'

const variant = process.argv.at(-1)
const bundle = await build({
  entryPoints: [fileURLToPath(new URL('workerd.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  write: false,
  conditions: ['source', 'workerd'],
})
const worker = new Miniflare({
  modules: true,
  script: bundle.outputFiles[0]!.text,
  compatibilityDate: '2026-06-01',
  compatibilityFlags: [variant === 'signal' ? 'enable_request_signal' : 'disable_request_signal'],
  bindings: { VARIANT: variant },
  host: '127.0.0.1',
  port: 0,
})
const { port } = await worker.ready
process.stdout.write(`{"port":${port}}\n`)
