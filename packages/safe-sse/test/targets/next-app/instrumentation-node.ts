import process from 'node:process'
import { drain } from '../../kit/ours.ts'

// `next start` with an open stream is still alive 15 s after SIGTERM. With NEXT_MANUAL_SIG_HANDLE=true the
// application ends by itself: clients get a last retry and a clean end, and the process goes at once.
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    await drain()
    process.exit(0)
  })
}
