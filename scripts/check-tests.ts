// Runs every suite of the workspace, and counts. In CI a skipped test is a failure.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from './lib/run.ts'
import { root } from './lib/workspaces.ts'

const report = join(root, 'node_modules/.cache/nyxcore/tests.json')
mkdirSync(dirname(report), { recursive: true })
rmSync(report, { force: true })
// The suites start thousands of Node processes, most of them on the same sources.
process.env.NODE_COMPILE_CACHE ??= join(dirname(report), 'compiled')

const { code } = await run(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  { live: true },
)

let counts: ReturnType<typeof count>
try {
  counts = count(JSON.parse(readFileSync(report, 'utf8')) as Report)
} catch (error) {
  console.log(`No test report was written: ${(error as Error).message}`)
  process.exit(1)
}
for (const name of counts.skippedNames) console.log(`skipped: ${name}`)
const inCi = process.env.CI === 'true'
if (inCi && counts.skipped > 0) console.log('CI=true: what is skipped counts as a failure.')
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode =
  code !== 0 || counts.failed > 0 || counts.passed === 0 || (inCi && counts.skipped > 0) ? 1 : 0

interface Report {
  testResults: { status: string; assertionResults: { status: string; fullName: string }[] }[]
}

function count(results: Report) {
  const tests = results.testResults.flatMap((file) => file.assertionResults)
  const skipped = tests.filter((test) => ['skipped', 'pending', 'todo', 'disabled'].includes(test.status))
  // A file that does not load has no tests of its own; it is one failure all the same.
  const broken = results.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: tests.filter((test) => test.status === 'failed').length + broken.length,
    skipped: skipped.length,
    skippedNames: skipped.map((test) => test.fullName),
  }
}
