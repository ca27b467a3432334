import { serve } from '@hono/node-server'
import { announce } from '../kit/faults.ts'
import { handle } from '../kit/ours.ts'

serve({ fetch: (request) => handle(request), port: 0, hostname: '127.0.0.1' }, ({ port }) => announce(port))
