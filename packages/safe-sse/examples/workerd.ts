import { sse } from '@nyxcore/safe-sse'

interface Context {
  waitUntil(done: Promise<unknown>): void
}

export default {
  fetch(request: Request, _env: unknown, context: Context): Response {
    // workerd tells of a client that left by a failed write alone: waitUntil lets the stream notice,
    // and the heartbeat is how soon.
    const options = { heartbeat: 5_000, waitUntil: (done: Promise<unknown>) => context.waitUntil(done) }
    return sse(request, async (stream) => void (await stream.send('hello', 'from the edge')), options)
  },
}
