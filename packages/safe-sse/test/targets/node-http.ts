import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { compressed } from '../kit/compressed.ts'
import { announce } from '../kit/faults.ts'
import { answer } from '../kit/ours-node.ts'

const server = createServer(compressed((req, res) => void answer(req, res)))
server.listen(0, '127.0.0.1', () => announce((server.address() as AddressInfo).port))
