import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { resolveFolder } from './folder.ts'

const top = realpathSync(mkdtempSync(join(tmpdir(), 'nyx-folder-')))
const root = join(top, 'workspace')
mkdirSync(join(root, 'packages', 'a'), { recursive: true })
mkdirSync(join(root, 'packages', 'a', '.git', 'hooks'), { recursive: true })
mkdirSync(join(root, 'node_modules'))
mkdirSync(join(top, 'secret'))
writeFileSync(join(root, 'file.ts'), '')
symlinkSync(join(top, 'secret'), join(root, 'out'))
symlinkSync(join(root, 'packages'), join(root, 'in'))
symlinkSync(join(root, 'node_modules'), join(root, 'modules'))
afterAll(() => rmSync(top, { recursive: true }))

it('finds folders below the root, also over links that stay there', async () => {
  expect(await resolveFolder(root, 'packages/a')).toBe(join(root, 'packages', 'a'))
  expect(await resolveFolder(root, 'in/a')).toBe(join(root, 'packages', 'a'))
  expect(await resolveFolder(root, '.')).toBe(root)
})

it.each([
  '..',
  '../secret',
  'packages/../../secret',
  'out',
  '/etc',
  'file.ts',
  'none',
  'a\0b',
  '../workspace-2',
  'packages/a/.git',
  'packages/a/.git/hooks',
  'node_modules',
  'modules',
])('refuses %j, and names the field', async (input) => {
  await expect(resolveFolder(root, input)).rejects.toMatchObject({
    status: 400,
    fields: { folder: expect.any(String) },
  })
})
