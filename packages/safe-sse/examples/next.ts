// app/api/events/[id]/route.ts
import { sse } from '@nyxcore/safe-sse'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Response {
  return sse(request, async function* (stream) {
    for (let n = Number(stream.lastEventId ?? 0) + 1; n <= 10; n++) {
      yield { type: 'tick', data: { n }, id: String(n) }
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
  })
}
