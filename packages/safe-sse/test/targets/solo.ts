// Checks that need a process to themselves. Each prints "<name> ok", and the process has to end by itself.
import process from 'node:process'
import { createSse, sse } from '../../src/index.ts'
import { sleep } from '../kit/scenarios.ts'

const request = (signal?: AbortSignal): Request => new Request('http://localhost/', signal ? { signal } : {})

const checks: Record<string, () => Promise<boolean>> = {
  /** A stream that is open, with heartbeat, stall deadline and age armed, and a response that nobody reads. */
  async exits() {
    const parked = sse(request(), (stream) => stream.closed, { maxAge: 60_000 })
    sse(request(), (stream) => stream.closed)
    const { value } = await parked.body!.getReader().read()
    return value !== undefined
  },
  /** A response that nobody reads, and one whose request is gone. */
  async unread() {
    let started = 0
    const produce = async (): Promise<void> => void started++
    const reasons: string[] = []
    const onClose = (reason: string): void => void reasons.push(reason)
    const { sse: limited, stats } = createSse({ name: 'unread' })
    limited(request(AbortSignal.abort()), produce, { onClose })
    limited(request(), produce, { onClose, stallTimeout: 100 })
    await sleep(250)
    return started === 0 && reasons.join() === 'client-left,stalled' && stats().connections === 0
  },
}

const name = process.argv.at(-1) ?? ''
const ok = await checks[name]?.()
process.stdout.write(`${name} ${ok ? 'ok' : 'failed'}\n`)
