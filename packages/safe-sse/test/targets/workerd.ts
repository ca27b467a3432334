import { handle, lab } from '../kit/ours.ts'

interface Context {
  waitUntil(done: Promise<unknown>): void
}

addEventListener('unhandledrejection', (event) => lab.faults.push(`unhandled: ${event.reason}`))

export default {
  fetch(request: Request, env: { VARIANT: string }, context: Context): Promise<Response> {
    // workerd hears of a client that left when a write fails: a heartbeat is what finds out, so it is short here.
    const heartbeat = 100
    if (env.VARIANT === 'signal') return handle(request, { heartbeat })
    return handle(request, { heartbeat, waitUntil: (done) => context.waitUntil(done) })
  },
}
