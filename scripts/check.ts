// `pnpm check`: everything that has to hold before a change lands. Runs every step even after one has failed,
// so that one run shows all there is to mend. `pnpm check lint types` runs only the named steps.
// The build comes first, since others read what it writes; then two steps at a time; the tests last and alone,
// because some of them measure.
import { mapLimit, run } from './lib/run.ts'

interface Step {
  name: string
  what: string
  command: string
  args: string[]
  live?: boolean
}

const steps: Step[] = [
  {
    name: 'lint',
    what: 'format and lint (biome)',
    command: 'biome',
    args: ['ci', '--reporter=default', '.'],
  },
  { name: 'build', what: 'build (tsup)', command: 'pnpm', args: ['run', 'build'] },
  { name: 'types', what: 'types (tsc)', command: 'node', args: ['scripts/types.ts'] },
  {
    name: 'snippets',
    what: 'examples in the documentation (tsc)',
    command: 'node',
    args: ['scripts/check-snippets.ts'],
  },
  {
    name: 'exports',
    what: 'published tarballs (publint, attw)',
    command: 'node',
    args: ['scripts/check-packages.ts'],
  },
  { name: 'size', what: 'bundle sizes (size-limit)', command: 'node', args: ['scripts/check-size.ts'] },
  { name: 'knip', what: 'dead code and dependencies (knip)', command: 'knip', args: [] },
  { name: 'docs', what: 'documentation site (typedoc, vitepress)', command: 'pnpm', args: ['run', 'docs'] },
  { name: 'tests', what: 'tests (vitest)', command: 'node', args: ['scripts/check-tests.ts'], live: true },
]

const wanted = process.argv.slice(2)
if (wanted.includes('--help') || wanted.includes('-h')) {
  console.log('pnpm check [step ...]\n\nRuns all steps, or the named ones:')
  for (const step of steps) console.log(`  ${step.name.padEnd(8)} ${step.what}`)
  process.exit(0)
}
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  console.error(
    `check: no step is called ${unknown.join(', ')}; there are ${steps.map((s) => s.name).join(', ')}`,
  )
  process.exit(2)
}

const chosen = steps.filter((candidate) => wanted.length === 0 || wanted.includes(candidate.name))
let counts: string | undefined

async function take(step: Step): Promise<{ name: string; ok: boolean }> {
  if (step.live) console.log(`\n> ${step.what}`)
  const started = performance.now()
  const { code, output } = await run(step.command, step.args, { live: step.live ?? false })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (!step.live) console.log(`\n> ${step.what}${code === 0 ? '' : `\n${output.trimEnd()}`}`)
  if (step.name === 'tests') counts = output.match(/\d+ passed, \d+ failed, \d+ skipped/g)?.at(-1)
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)`)
  return { name: step.name, ok: code === 0 }
}

const results = [
  ...(await mapLimit(chosen.filter(isBuild), 1, take)),
  ...(await mapLimit(
    chosen.filter((step) => !isBuild(step) && !step.live),
    2,
    take,
  )),
  ...(await mapLimit(
    chosen.filter((step) => step.live),
    1,
    take,
  )),
]

function isBuild(step: Step): boolean {
  return step.name === 'build'
}

const failed = results.filter((result) => !result.ok).map((result) => result.name)
console.log(failed.length === 0 ? '\nEverything holds.' : `\nFailed: ${failed.join(', ')}`)
if (counts) console.log(counts)
process.exitCode = failed.length === 0 ? 0 : 1
