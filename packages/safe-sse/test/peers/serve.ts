import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { compressed } from '../kit/compressed.ts'
import { unrefHandles, watchFaults } from '../kit/handles.ts'
import { lab, peers } from './peers.ts'

watchFaults(lab)
lab.hooks.unref = unrefHandles
const server = await peers[process.argv.at(-1) ?? '']!()
// Behind the same middleware as ours.
const listeners = server.listeners('request') as RequestListener[]
server.removeAllListeners('request')
for (const listener of listeners) server.on('request', compressed(listener))
process.once('SIGTERM', () => server.close(() => process.exit(0)))
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`)
})
