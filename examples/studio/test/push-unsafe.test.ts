import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { temporaryData } from '../../../scripts/testing/studio-server.ts'

const studio = fileURLToPath(new URL('..', import.meta.url))
const data = temporaryData()
afterAll(() => data.remove())

function pushUnsafe(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { DATABASE_URL: _, ...env } = process.env
  let output = ''
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--disable-warning=ExperimentalWarning', 'scripts/push-unsafe.ts', ...args],
    { cwd: studio, env: { ...env, NYX_DATA_DIR: data.dir }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })))
}

/** What was printed of one moment, without its heading. */
function row(output: string, when: 'before' | 'after'): string {
  const match = new RegExp(`^${when} +(checksum [^\\n]*\\n(?: {7}[^\\n]*\\n)+)`, 'm').exec(output)
  return match?.[1] ?? ''
}

it('the control: without the guard the push drops the column, its index and row security', async () => {
  const { code, output } = await pushUnsafe('--control')
  expect(output).toMatch(/DROP COLUMN "embedding"/)
  expect(row(output, 'before')).toMatch(
    /values 8 of 8 rows, type public\.vector\(1536\)\n.*index CREATE INDEX .* hnsw/,
  )
  expect(row(output, 'after')).toMatch(
    /the column is gone\n.*type none\n.*index none\n.*relrowsecurity false/,
  )
  expect(row(output, 'after')).toMatch(/policies none/)
  expect(code).toBe(1)
})

it('under the guard everything is there afterwards, and the report says what was tried', async () => {
  const { code, output } = await pushUnsafe()
  expect(output).toMatch(/DROP COLUMN "embedding"/)
  expect(output).toMatch(/blocked\s+public\.workflow_insights\.embedding/)
  expect(row(output, 'before')).toMatch(/checksum [0-9a-f]{8,}\n.*values 8 of 8 rows/)
  expect(row(output, 'before')).toMatch(/relrowsecurity true, relforcerowsecurity true/)
  expect(row(output, 'after')).toBe(row(output, 'before'))
  expect(code).toBe(0)
})

it('can be done again', async () => {
  const { code, output } = await pushUnsafe()
  expect(row(output, 'after')).toBe(row(output, 'before'))
  expect(code).toBe(0)
})
