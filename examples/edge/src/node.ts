import { serve } from '@hono/node-server'
import app, { drain } from './app.ts'

const hostname = process.env.HOST || '127.0.0.1'
const server = serve({ fetch: app.fetch, hostname, port: Number(process.env.PORT ?? 3000) }, ({ port }) => {
  console.log(`edge: http://${hostname}:${port}`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    server.close()
    await drain({ timeout: 500, retry: 1_000 })
    process.exit(0)
  })
}
