import { serve } from '@hono/node-server'
import { announce, watchFaults } from '../kit/faults.ts'
import { handle, lab } from '../kit/ours.ts'

watchFaults(lab)
serve({ fetch: (request) => handle(request), port: 0, hostname: '127.0.0.1' }, ({ port }) => announce(port))
