import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { compressed } from '../kit/compressed.ts'
import { announce } from '../kit/faults.ts'
import { answer } from '../kit/ours-node.ts'

const app = new Koa()
app.use((context) => {
  context.respond = false
  return answer(context.req, context.res)
})
const server = createServer(compressed(app.callback()))
server.listen(0, '127.0.0.1', () => announce((server.address() as AddressInfo).port))
