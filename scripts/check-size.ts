// Runs size-limit in every package that declares limits.
import { run } from './lib/run.ts'
import { packages } from './lib/workspaces.ts'

let failed = false
for (const { dir, manifest } of packages()) {
  if (!manifest['size-limit']) continue
  const { code, output } = await run('size-limit', [], { cwd: dir })
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${manifest.name}\n${output.trimEnd()}`)
  if (code !== 0) failed = true
}
process.exitCode = failed ? 1 : 0
