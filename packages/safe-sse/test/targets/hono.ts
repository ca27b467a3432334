import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { announce } from '../kit/faults.ts'
import { handle } from '../kit/ours.ts'

const app = new Hono()
app.use(compress())
app.all('*', (context) => handle(context.req.raw))
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => announce(port))
