// Packs each package as it would be published and lints the tarball: publint for the manifest, attw for the types.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './lib/run.ts'
import { packages } from './lib/workspaces.ts'

// `npm start` builds without declarations.
if (packages().some(({ dir }) => !existsSync(join(dir, 'dist/index.d.ts')))) {
  const built = await run('node', ['scripts/build.mjs'])
  if (built.code !== 0) console.log(built.output)
}

let failed = false
const temporary = mkdtempSync(join(tmpdir(), 'nyxcore-pack-'))
try {
  for (const { dir, manifest } of packages()) {
    const target = join(temporary, manifest.name.replace('/', '-'))
    const packed = await run('pnpm', ['pack', '--pack-destination', target], { cwd: dir })
    if (packed.code !== 0) {
      report(manifest.name, 'pack', packed)
      continue
    }
    const tarball = join(target, readdirSync(target)[0] ?? '')
    report(manifest.name, 'publint', await run('publint', ['run', tarball, '--strict']))
    // The packages are ESM only, so what a CommonJS require would resolve to is no finding.
    report(manifest.name, 'attw', await run('attw', [tarball, '--profile', 'esm-only', '--no-color']))
  }
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
process.exitCode = failed ? 1 : 0

function report(name: string, tool: string, { code, output }: { code: number; output: string }): void {
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} ${tool}`)
  if (code !== 0) {
    failed = true
    console.log(output.trimEnd())
  }
}
