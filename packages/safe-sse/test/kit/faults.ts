import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import type { createSse } from '../../src/index.ts'
import { unrefHandles, watchFaults } from './handles.ts'
import { drain, drainOther, lab } from './ours.ts'

/** The library once more, from files of other names, as a bundler or a hot reload would load it. */
async function copy(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'safe-sse-'))
  cpSync(new URL('../../src', import.meta.url), folder, { recursive: true })
  const other = (await import(pathToFileURL(join(folder, 'index.ts')).href)) as {
    createSse: typeof createSse
  }
  rmSync(folder, { recursive: true })
  return drainOther(other.createSse)
}

/** Tells the test where the server listens, and from then on ends as a server should. */
export function announce(port: number, control?: number, unref: () => void = unrefHandles): void {
  watchFaults(lab)
  lab.hooks.unref = unref
  lab.hooks.copy = copy
  process.on('SIGTERM', async () => {
    await drain()
    process.exit(0)
  })
  process.stdout.write(`${JSON.stringify({ port, control })}\n`)
}
