// Checks that need a process to themselves. Each prints "<name> ok", and the process has to end by itself.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { createSse, sse } from '../../src/index.ts'
import { sleep } from '../kit/scenarios.ts'

const request = (signal?: AbortSignal): Request => new Request('http://localhost/', signal ? { signal } : {})

const checks: Record<string, () => Promise<boolean>> = {
  /** A stream that is open, with heartbeat, stall deadline and age armed, and a response that nobody reads. */
  async exits() {
    const parked = sse(request(), (stream) => stream.closed.then(() => {}), { maxAge: 60_000 })
    sse(request(), (stream) => stream.closed.then(() => {}))
    const { value } = await parked.body!.getReader().read()
    return value !== undefined
  },
  /** The copy that a bundler or a hot reload made: it drains the streams of the first. */
  async double() {
    const folder = mkdtempSync(join(tmpdir(), 'safe-sse-'))
    cpSync(new URL('../../src', import.meta.url), folder, { recursive: true })
    const copy = (await import(pathToFileURL(join(folder, 'index.ts')).href)) as {
      createSse: typeof createSse
    }
    rmSync(folder, { recursive: true })
    if (copy.createSse === createSse) return false
    let reason = ''
    const response = sse(request(), async (stream) => {
      reason = await stream.closed
    })
    const text = response.text()
    await sleep(20)
    if (copy.createSse().stats().connections !== 1) return false
    await copy.createSse().drain({ retry: 5, retryJitter: 0 })
    return /^retry: 5$/m.test(await text) && reason === 'shutdown'
  },
  async unread() {
    let started = 0
    const produce = async (): Promise<void> => void started++
    const reasons: string[] = []
    const onClose = (reason: string): void => void reasons.push(reason)
    const { sse: limited, stats } = createSse({ name: 'unread' })
    await limited(request(AbortSignal.abort()), produce, { onClose }).body?.cancel()
    limited(request(), produce, { onClose, stallTimeout: 100 })
    await sleep(250)
    return started === 0 && reasons.join() === 'client-left,stalled' && stats().connections === 0
  },
}

const name = process.argv.at(-1) ?? ''
const ok = await checks[name]?.()
process.stdout.write(`${name} ${ok ? 'ok' : 'failed'}\n`)
