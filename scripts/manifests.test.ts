import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packages, root } from './lib/workspaces.ts'

const all = packages()

it('there are the four packages', () => {
  expect(all.map(({ manifest }) => manifest.name)).toEqual([
    '@nyxcore/client',
    '@nyxcore/rls-kit',
    '@nyxcore/safe-sse',
    '@nyxcore/specialization',
  ])
})

describe.each(all)('$manifest.name', ({ dir, manifest }) => {
  it('publishes the same entries, without the source condition', () => {
    const published = Object.fromEntries(
      Object.entries(manifest.exports).map(([key, value]) => {
        if (typeof value === 'string') return [key, value]
        const { source: _, ...rest } = value
        return [key, rest]
      }),
    )
    expect(manifest.publishConfig.exports).toEqual(published)
  })

  it('has a source file for each entry, and a built name that follows from it', () => {
    for (const [key, value] of Object.entries(manifest.exports)) {
      if (typeof value === 'string') continue
      if (!value.source) continue
      expect(existsSync(join(dir, value.source)), `${key}: ${value.source}`).toBe(true)
      const stem = value.source.replace('./src/', './dist/').replace(/\.tsx?$/, '')
      expect(value).toMatchObject({ types: `${stem}.d.ts`, default: `${stem}.js` })
    }
  })

  it('carries a licence and a README', () => {
    expect(existsSync(join(dir, 'LICENSE'))).toBe(true)
    expect(existsSync(join(dir, 'README.md'))).toBe(true)
  })

  it('depends on no other package of this workspace at run time', () => {
    const names = all.map((other) => other.manifest.name).filter((name) => name !== manifest.name)
    expect(Object.keys(manifest.dependencies ?? {}).filter((name) => names.includes(name))).toEqual([])
    for (const file of globSync('src/**/*.ts', { cwd: dir })) {
      if (file.endsWith('.test.ts') || file.endsWith('.test-d.ts')) continue
      const imports = [
        ...readFileSync(join(dir, file), 'utf8').matchAll(
          /^(?:import|export)\b[^'"]*from\s+['"]([^'"]+)['"]/gm,
        ),
      ]
      const foreign = imports
        .map((match) => match[1] ?? '')
        .filter((from) => names.some((name) => from === name || from.startsWith(`${name}/`)))
      expect(foreign, file).toEqual([])
    }
  })

  it('reaches node built-ins only through its own subpaths', () => {
    if (manifest.name === '@nyxcore/rls-kit') return // pg needs node
    expect(reachable(join(dir, 'src/index.ts')).filter((from) => from.startsWith('node:'))).toEqual([])
  })
})

it('safe-sse and client keep one wire contract', () => {
  const read = (name: string) => readFileSync(join(root, 'packages', name, 'test-fixtures/wire.json'), 'utf8')
  expect(read('client')).toBe(read('safe-sse'))
})

/** Every module that `entry` reaches: bare specifiers as they stand, its own files followed. */
function reachable(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return []
  seen.add(entry)
  const source = readFileSync(entry, 'utf8')
  return [...source.matchAll(/^(?:import|export)\b(?!\s+type\b)[^'"]*?from\s+['"]([^'"]+)['"]/gm)].flatMap(
    (match) => {
      const from = match[1] ?? ''
      return from.startsWith('.') ? reachable(join(entry, '..', from), seen) : [from]
    },
  )
}
