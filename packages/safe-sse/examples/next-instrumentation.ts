// instrumentation.ts, with NEXT_MANUAL_SIG_HANDLE=true in the environment of `next start`.
// Without it Next waits for open streams, and is still there 15 seconds after SIGTERM.
import { createSse } from '@nyxcore/safe-sse'

export function register(): void {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { drain } = createSse()
  process.on('SIGTERM', async () => {
    await drain({ timeout: 5_000 })
    process.exit(0)
  })
}
