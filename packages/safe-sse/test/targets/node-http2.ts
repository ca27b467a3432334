import { createServer as createControl } from 'node:http'
import { createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { compressed } from '../kit/compressed.ts'
import { announce } from '../kit/faults.ts'
import { answer } from '../kit/ours-node.ts'

// The suite asks its questions over HTTP/1.
const control = createControl((req, res) => void answer(req, res))
const server = createServer(compressed((req, res) => void answer(req, res)) as never)
control.listen(0, '127.0.0.1', () => {
  server.listen(0, '127.0.0.1', () => {
    announce((server.address() as AddressInfo).port, (control.address() as AddressInfo).port)
  })
})
