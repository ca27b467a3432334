import process from 'node:process'
import { createSse } from '../../../src/index.ts'
import { unrefHandles } from '../../kit/handles.ts'
import { drain, lab } from '../../kit/ours.ts'

lab.hooks.unref = unrefHandles
// Next bundles instrumentation and routes apart: this is another copy of the library than theirs.
lab.hooks.other = createSse

// `next start` with an open stream is still alive 15 s after SIGTERM. With NEXT_MANUAL_SIG_HANDLE=true the
// application ends by itself: clients get a last retry and a clean end, and the process goes at once.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, async () => {
    await drain()
    process.exit(0)
  })
}
