import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { root } from './lib/workspaces.ts'

const ignored = [
  // The reference system's own patterns.
  'session.mini-rag.2026-01-01.log',
  'packages/client/x.mini-rag.7.log',
  'terminal.log',
  'examples/studio/terminal.log',
  'nyxcore@1.2.3',
  'nyxcore@',
  // Build output, local state and secrets.
  'node_modules/x',
  'packages/client/dist/index.js',
  'examples/studio/.next/build',
  'examples/studio/.nyx/data/PG_VERSION',
  'examples/studio/next-env.d.ts',
  'nyxcore-client-1.0.0.tgz',
  '.env',
  '.env.local',
]
const kept = [
  '.env.example',
  'pnpm-lock.yaml',
  'packages/client/src/index.ts',
  'docs/catalog.md',
  'mini-rag.ts',
]

describe('.gitignore', () => {
  it.each(ignored)('git check-ignore agrees that %s is ignored', (path) => {
    expect(spawnSync('git', ['check-ignore', '-q', '--no-index', path], { cwd: root }).status).toBe(0)
  })

  it.each(kept)('keeps %s', (path) => {
    expect(spawnSync('git', ['check-ignore', '-q', '--no-index', path], { cwd: root }).status).toBe(1)
  })

  it('no tracked file is ignored', () => {
    const tracked = execFileSync('git', ['ls-files', '-ci', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(tracked.trim()).toBe('')
  })
})
