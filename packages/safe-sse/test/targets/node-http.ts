import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { announce, watchFaults } from '../kit/faults.ts'
import { lab } from '../kit/ours.ts'
import { answer } from '../kit/ours-node.ts'

watchFaults(lab)
const server = createServer((req, res) => void answer(req, res))
server.listen(0, '127.0.0.1', () => announce((server.address() as AddressInfo).port))
