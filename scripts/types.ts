// Type-checks every workspace. The packages' own sources are checked under isolatedDeclarations by their build.
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { mapLimit, run } from './lib/run.ts'
import { root, workspaces } from './lib/workspaces.ts'

const projects = [root, ...workspaces().map(({ dir }) => dir)]
  .map((dir) => join(dir, 'tsconfig.json'))
  .filter((path) => existsSync(path))

const results = await mapLimit(projects, 2, async (project) => {
  const { code, output } = await run('tsc', ['--noEmit', '--pretty', 'false', '-p', project])
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${relative(root, project) || project}`)
  if (code !== 0) console.log(output.trimEnd())
  return code
})
process.exitCode = results.some((code) => code !== 0) ? 1 : 0
