// A process with one server in it. The parent says what to do; CPU and heap are this process' own.
import { servers } from './servers.mjs'

const { server, broadcast } = await servers[process.argv[2]]()
const turn = () => new Promise((resolve) => setImmediate(resolve))

function heap() {
  for (let n = 0; n < 3; n++) globalThis.gc()
  return process.memoryUsage().heapUsed
}

const commands = {
  heap: async () => heap(),
  /** Sends events to all, in ticks, and gives the CPU time in microseconds until the last one has left. */
  async broadcast({ events }) {
    const before = process.cpuUsage()
    for (let n = 0; n < events; n++) {
      broadcast()
      // One event a turn of the loop, as events come in practice, so that no contender gains by merging them.
      await turn()
      await turn()
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
    const { user, system } = process.cpuUsage(before)
    return user + system
  },
}

process.on('message', async ({ command, ...args }) => process.send({ answer: await commands[command](args) }))
server.listen(0, '127.0.0.1', () => process.send({ answer: server.address().port }))
