// `pnpm bench <subject> [--json] [...]`: starts bench/<subject>/run with the packages' sources.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const subjects = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules' && script(entry.name))
  .map((entry) => entry.name)
const [subject, ...rest] = process.argv.slice(2)

if (!subject || subject === '--help' || subject === '-h') {
  console.log(
    `pnpm bench <subject> [--json]\n\nSubjects: ${subjects.join(', ') || 'none yet'}\n\nFigures are ratios within one run: absolute times of this machine mean little.`,
  )
  process.exit(subject ? 0 : 2)
}
if (!subjects.includes(subject)) {
  console.error(`bench: no subject is called ${JSON.stringify(subject)}; there are: ${subjects.join(', ')}`)
  process.exit(2)
}
const child = spawn(process.execPath, ['--expose-gc', '--conditions=source', script(subject), ...rest], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('close', (code, signal) => {
  process.exitCode = code ?? (signal ? 130 : 1)
})

function script(name) {
  return ['run.ts', 'run.mjs'].map((file) => join(here, name, file)).find((path) => existsSync(path))
}
