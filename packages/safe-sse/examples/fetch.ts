// Bun: bun fetch.ts (its default export is a server). Deno: deno serve fetch.ts
import { sse } from '@nyxcore/safe-sse'

export default {
  fetch: (request: Request): Response =>
    sse(request, async function* (stream) {
      for (let n = Number(stream.lastEventId ?? 0) + 1; n <= 10; n++) {
        yield { type: 'tick', data: { n }, id: String(n) }
        await new Promise((resolve) => setTimeout(resolve, 1_000))
      }
    }),
}
