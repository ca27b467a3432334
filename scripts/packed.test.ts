import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packages } from './lib/workspaces.ts'

const exec = promisify(execFile)
const outside = mkdtempSync(join(tmpdir(), 'nyxcore-packed-'))
const all = packages()

// A stranger's project: the tarballs as they would be published, installed by npm, away from the workspace.
beforeAll(async () => {
  for (const { dir } of all) {
    // `pnpm check` has built by now; building again would pull dist away from under suites that run beside this one.
    if (!existsSync(join(dir, 'dist/index.js'))) await exec('pnpm', ['run', 'build'], { cwd: dir })
    await exec('pnpm', ['pack', '--pack-destination', join(outside, 'tarballs')], { cwd: dir })
  }
  writeFileSync(join(outside, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }')
  const tarballs = readdirSync(join(outside, 'tarballs')).map((name) => join(outside, 'tarballs', name))
  await exec('npm', ['install', '--no-audit', '--no-fund', ...tarballs], { cwd: outside })
}, 240_000)

afterAll(() => rmSync(outside, { recursive: true, force: true }))

describe.each(all)('$manifest.name from its tarball', ({ manifest }) => {
  it('imports with node -e', async () => {
    const code = `import(${JSON.stringify(manifest.name)}).then((m) => console.log(Object.keys(m).length))`
    const { stdout } = await exec('node', ['-e', code], { cwd: outside })
    expect(Number(stdout)).toBeGreaterThan(0)
  })

  it('resolves to built JavaScript, and carries no sources', async () => {
    const { stdout } = await exec(
      'node',
      ['--input-type=module', '-e', `console.log(import.meta.resolve(${JSON.stringify(manifest.name)}))`],
      {
        cwd: outside,
      },
    )
    expect(stdout).toMatch(/\/dist\/[\w/-]+\.js$/m)
    expect(readdirSync(join(outside, 'node_modules', manifest.name))).not.toContain('src')
  })
})

// Last, because the mains have been imported without them: what the adapters adapt to, in the versions that each
// package says it takes.
describe('with its optional peers', () => {
  beforeAll(async () => {
    const peers = all.flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}))
    const wanted = peers.map(([name, range]) => `${name}@${range}`)
    await exec('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted], { cwd: outside })
  }, 240_000)

  const subpaths = all.flatMap(({ manifest }) =>
    Object.keys(manifest.publishConfig.exports).map((subpath) => join(manifest.name, subpath)),
  )
  it.each(subpaths)('%s imports', async (name) => {
    const options = name.endsWith('.json') ? ", { with: { type: 'json' } }" : ''
    const code = `import(${JSON.stringify(name)}${options}).then((m) => console.log(Object.keys(m).length))`
    const { stdout } = await exec('node', ['-e', code], { cwd: outside })
    expect(Number(stdout)).toBeGreaterThan(0)
  })
})
