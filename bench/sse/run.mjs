// pnpm bench sse [--json] [--clients N] [--events N] [--rounds N] [--quick]: CPU per delivery and heap per connection, ours, the
// peers (not with --quick) and the limit in one run. Ratios hold; absolute times are this machine's.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { encoders } from './encoders.mjs'
import { servers } from './servers.mjs'

const args = process.argv.slice(2)
const number = (flag, fallback) => Number(args[args.indexOf(flag) + 1] || fallback) || fallback
const clients = args.includes('--clients') ? number('--clients', 1_000) : 1_000
const events = args.includes('--events') ? number('--events', 200) : 200
const rounds = args.includes('--rounds') ? number('--rounds', 3) : 3
const json = args.includes('--json')

const only = args.includes('--quick') ? /^(socket|res|Readable|safe-sse)/ : /./
const names = Object.keys(servers).filter((name) =>
  (process.env.ONLY ? new RegExp(process.env.ONLY) : only).test(name),
)
const cpu = Object.fromEntries(names.map((name) => [name, []]))
const heap = Object.fromEntries(names.map((name) => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const name of names) {
    const figures = await measure(name)
    cpu[name].push(figures.cpu)
    heap[name].push(figures.heap)
    if (!json)
      console.log(
        `round ${round + 1} ${name.padEnd(24)} ${figures.cpu.toFixed(2)} us a delivery, ${(figures.heap / 1024).toFixed(1)} KB a connection`,
      )
  }
}

// The least of the rounds is the one that others on this machine disturbed least.
const table = names.map((name) => ({ name, cpu: Math.min(...cpu[name]), heap: Math.min(...heap[name]) }))
const of = (name) => table.find((row) => row.name === name)
const encoder = encoders()
const figures = {
  nodeCpuToResWrite: of('safe-sse Node').cpu / of('res.write(Buffer)').cpu,
  webCpuToEnqueue: of('safe-sse Web').cpu / of('ReadableStream.enqueue').cpu,
  nodeHeapBytes: of('safe-sse Node').heap,
  webHeapBytes: of('safe-sse Web').heap,
  encoderToConcatenation: encoder['safe-sse'],
}
const goals = [
  ['Node CPU per delivery / res.write(Buffer)', figures.nodeCpuToResWrite, 1.1, 'at most'],
  ['Web CPU per delivery / ReadableStream.enqueue', figures.webCpuToEnqueue, 1.1, 'at most'],
  ['Node heap per idle connection, KB', figures.nodeHeapBytes / 1024, 8, 'at most'],
  ['Web heap per idle connection, KB', figures.webHeapBytes / 1024, 11, 'at most'],
  ['encoder / unsanitised concatenation', figures.encoderToConcatenation, 0.7, 'at least'],
]
console.log(`\n${clients} clients x ${events} events, ${rounds} rounds\n`)
for (const row of table) {
  console.log(
    `${row.name.padEnd(24)} ${row.cpu.toFixed(2).padStart(7)} us  ${(row.cpu / of('socket.write').cpu).toFixed(2).padStart(6)} x the limit  ${(row.heap / 1024).toFixed(1).padStart(6)} KB`,
  )
}
console.log()
for (const [what, value, goal, sense] of goals) {
  const met = sense === 'at most' ? value <= goal : value >= goal
  console.log(`${met ? 'ok  ' : 'MISS'} ${what}: ${value.toFixed(2)} (${sense} ${goal})`)
}
if (json) console.log(JSON.stringify({ clients, events, rounds, figures, table }))
// The peers leave timers behind.
process.exit(0)

async function measure(name) {
  const server = worker('contender.mjs', [name])
  const crowd = worker('clients.mjs', [])
  try {
    const port = await server.answer()
    await crowd.answer()
    // What a first connection loads is no connection's own.
    await crowd.ask('open', { port, count: 50 })
    await server.ask('broadcast', { events: 100 })
    const before = await server.ask('heap')
    await crowd.ask('open', { port, count: clients })
    await server.ask('broadcast', { events: 5 })
    const idle = await server.ask('heap')
    const start = await crowd.ask('bytes')
    const spent = await server.ask('broadcast', { events })
    const received = (await crowd.ask('bytes')) - start
    const deliveries = (clients + 50) * events
    if (received < deliveries * 60)
      throw new Error(`${name} delivered ${received} bytes for ${deliveries} events`)
    return { cpu: spent / deliveries, heap: (idle - before) / clients }
  } finally {
    server.child.kill('SIGKILL')
    crowd.child.kill('SIGKILL')
  }
}

function worker(file, argv) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), argv, {
    execArgv: ['--expose-gc', '--conditions=source'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const answer = async () => {
    const [message] = await once(child, 'message')
    return message.answer
  }
  return {
    child,
    answer,
    ask(command, more) {
      const answered = answer()
      child.send({ command, ...more })
      return answered
    },
  }
}
