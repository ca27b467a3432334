import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findUnused, projectOf } from './unused.ts'

const top = mkdtempSync(join(tmpdir(), 'nyx-unused-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

function project(name: string, files: Record<string, string>): string {
  const root = join(top, name)
  mkdirSync(join(root, 'src'), { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text)
  return root
}

it('finds files, exports and types that nothing uses, and dependencies that nothing imports', async () => {
  const root = project('one', {
    'package.json': '{\n"name": "one",\n"type": "module",\n"dependencies": {\n"left-pad": "1.0.0"\n}\n}',
    'src/index.ts': "import { used } from './lib.ts'\nused()\n",
    'src/lib.ts': 'export function used() {}\nexport function unused() {}\nexport type Nobody = string\n',
    'src/alone.ts': 'alone()\n',
  })
  const all = await findUnused(root)
  expect(all.findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`).sort()).toEqual([
    'knip/dependencies package.json:5',
    'knip/exports src/lib.ts:2',
    'knip/files src/alone.ts:1',
    'knip/types src/lib.ts:3',
  ])
  // A folder inside is asked about alone, and what imports it from outside still counts.
  const inside = await findUnused(join(root, 'src'))
  expect(inside.findings.map(({ file }) => file).sort()).toEqual(['alone.ts', 'lib.ts', 'lib.ts'])
})

it('says where it cannot be asked', async () => {
  const folder = project('none', { '.git': '' })
  expect(projectOf(folder)).toBeUndefined()
  expect(await findUnused(folder)).toEqual({ findings: [], note: 'no package.json here or above' })
  const broken = project('broken', { 'package.json': '{ "name": ', '.git': '' })
  expect((await findUnused(broken)).note).toMatch(/^knip cannot work here: ./)
})
