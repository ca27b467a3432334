import { sse } from '@nyxcore/safe-sse'
import { Hono } from 'hono'

export const app = new Hono()

app.get('/events', (context) =>
  sse(context.req.raw, async (stream) => {
    for (let n = 1; n <= 10; n++) {
      if (!(await stream.send('tick', { n }, { id: String(n) }))) return
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
  }),
)
