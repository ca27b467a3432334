// pnpm bench sse [--json] [--quick] [--clients N] [--turns N]: CPU per delivery and heap per connection, ours, the peers (not with
// --quick) and the limit, with 1,000 and with 10,000 clients in one run. Ratios hold; absolute times are this machine's.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { encoders } from './encoders.mjs'
import { servers } from './servers.mjs'

const args = process.argv.slice(2)
const number = (flag) => (args.includes(flag) ? Number(args[args.indexOf(flag) + 1]) : undefined)
const json = args.includes('--json')
// What a goal compares is measured side by side, in turns, so that whatever else the machine does disturbs both alike.
const pairs = [
  ['res.write(Buffer)', 'safe-sse Node'],
  ['ReadableStream.enqueue', 'safe-sse Web'],
]
const others = Object.keys(servers).filter((name) => !pairs.flat().includes(name))
const groups = [
  ...pairs,
  ...others.filter((name) => !args.includes('--quick') || name === 'socket.write').map((name) => [name]),
]
const crowds = number('--clients') ? [number('--clients')] : [1_000, 10_000]

const results = []
for (const clients of crowds) results.push(await compare(clients))
const encoder = encoders()

const missed = []
for (const { clients, events, table, figures } of results) {
  console.log(`\n${clients} clients x ${events} events\n`)
  for (const { name, cpu, heap } of table) {
    const times = (cpu / table.find((row) => row.name === 'socket.write').cpu).toFixed(2).padStart(6)
    const kilobytes = (heap / 1024).toFixed(1).padStart(6)
    console.log(`${name.padEnd(24)} ${cpu.toFixed(2).padStart(7)} us  ${times} x the limit  ${kilobytes} KB`)
  }
  console.log()
  judge('Node CPU per delivery / res.write(Buffer)', figures.nodeCpuToResWrite, 1.1)
  judge('Web CPU per delivery / ReadableStream.enqueue', figures.webCpuToEnqueue, 1.1)
  judge('Node heap per idle connection, KB', figures.nodeHeapBytes / 1024, 8)
  judge('Web heap per idle connection, KB', figures.webHeapBytes / 1024, 11)
}
console.log()
judge('encoder / unsanitised concatenation', encoder['safe-sse'], 0.7, 'at least')
if (json) {
  const [{ figures }] = results
  console.log(
    JSON.stringify({ figures: { ...figures, encoderToConcatenation: encoder['safe-sse'] }, results, missed }),
  )
}
// The peers leave timers behind.
process.exit(0)

function judge(what, value, goal, sense = 'at most') {
  const met = sense === 'at most' ? value <= goal : value >= goal
  if (!met) missed.push(what)
  console.log(`${met ? 'ok  ' : 'MISS'} ${what}: ${value.toFixed(2)} (${sense} ${goal})`)
}

/** All contenders with so many clients. */
async function compare(clients) {
  const events = Math.max(5, Math.round(20_000 / clients))
  const turns = number('--turns') ?? 12
  const table = []
  for (const group of groups) {
    const windows = await measure(group, clients, events, group.length > 1 ? turns : Math.ceil(turns / 3))
    for (const { name, cpu, heap } of windows) {
      table.push({ name, cpu: median(cpu), heap })
      process.stderr.write(
        `${clients} clients, ${name}: ${median(cpu).toFixed(2)} us, ${(heap / 1024).toFixed(1)} KB\n`,
      )
    }
    const [base, ours] = windows
    if (ours) group.ratio = median(ours.cpu.map((cpu, turn) => cpu / base.cpu[turn]))
  }
  const heapOf = (name) => table.find((row) => row.name === name).heap
  const figures = {
    nodeCpuToResWrite: pairs[0].ratio,
    webCpuToEnqueue: pairs[1].ratio,
    nodeHeapBytes: heapOf('safe-sse Node'),
    webHeapBytes: heapOf('safe-sse Web'),
  }
  const order = Object.keys(servers)
  table.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
  return { clients, events: events * turns, figures, table }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** One or two contenders: heap of an idle connection, and CPU per delivery in microseconds of each turn. */
async function measure(names, clients, events, turns) {
  const seats = names.map((name) => ({
    name,
    server: worker('contender.mjs', [name]),
    crowd: worker('clients.mjs', []),
    cpu: [],
  }))
  try {
    for (const seat of seats) {
      const { server, crowd } = seat
      const port = await server.answer()
      await crowd.answer()
      // What a first connection loads is no connection's own.
      await crowd.ask('open', { port, count: 50 })
      await server.ask('broadcast', { events: 100 })
      const before = await server.ask('heap')
      await crowd.ask('open', { port, count: clients })
      await server.ask('broadcast', { events: 5 })
      seat.heap = ((await server.ask('heap')) - before) / clients
    }
    const deliveries = (clients + 50) * events
    for (let turn = 0; turn < turns; turn++) {
      for (const { name, server, crowd, cpu } of turn % 2 ? seats.toReversed() : seats) {
        const start = await crowd.ask('bytes')
        cpu.push((await server.ask('broadcast', { events })) / deliveries)
        const received = (await crowd.ask('bytes')) - start
        if (received < deliveries * 60)
          throw new Error(`${name} delivered ${received} bytes for ${deliveries} events`)
      }
    }
    return seats
  } finally {
    for (const { server, crowd } of seats) {
      server.child.kill('SIGKILL')
      crowd.child.kill('SIGKILL')
    }
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
