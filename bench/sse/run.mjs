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
// What is compared is measured side by side, in turns, so that whatever else the machine does disturbs both alike.
const bases = { node: 'res.write(Buffer)', web: 'ReadableStream.enqueue' }
const web = ['safe-sse Web', 'better-sse Fetch', 'hono streamSSE']
const ours = ['safe-sse Node', 'safe-sse Web']
const peers = Object.keys(servers).filter((name) => ![...Object.values(bases), ...ours].includes(name))
const compared = [...ours, ...peers.filter((name) => !args.includes('--quick') || name === 'socket.write')]
const crowds = number('--clients') ? [number('--clients')] : [1_000, 10_000]

const results = []
for (const clients of crowds) results.push(await compare(clients))
const encoder = encoders()

const missed = []
for (const { clients, events, table, figures } of results) {
  console.log(`\n${clients} clients x ${events} events\n`)
  for (const { name, base, ratio, cpu, heap } of table) {
    const kilobytes = (heap / 1024).toFixed(1).padStart(5)
    const times = `${ratio.toFixed(2).padStart(5)} x ${base.padEnd(22)}`
    console.log(`${name.padEnd(22)} ${cpu.toFixed(2).padStart(6)} us  ${times} ${kilobytes} KB`)
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

/** All contenders with so many clients, each beside what its platform costs without a library. */
async function compare(clients) {
  const events = Math.max(5, Math.round(20_000 / clients))
  const most = number('--turns') ?? (clients > 5_000 ? 12 : 30)
  const rows = new Map()
  for (const name of compared) {
    const base = web.includes(name) ? bases.web : bases.node
    // With 10,000 clients each, only what a goal rests on gets the time that a second server takes.
    const alone = clients > 5_000 && !ours.includes(name)
    const turns = ours.includes(name) ? most : Math.min(most, 5)
    const seats = await measure(alone ? [name] : [base, name], clients, events, turns)
    const seat = seats.at(-1)
    const cpu = median(seat.cpu)
    const ratio = alone ? cpu / rows.get(base).cpu : median(seat.cpu.map((one, n) => one / seats[0].cpu[n]))
    if (!rows.has(base))
      rows.set(base, { name: base, base, ratio: 1, cpu: median(seats[0].cpu), heap: seats[0].heap })
    rows.set(name, { name, base, ratio, cpu, heap: seat.heap })
    process.stderr.write(`${clients} clients, ${name}: ${ratio.toFixed(2)} x ${base}\n`)
  }
  const figures = {
    nodeCpuToResWrite: rows.get('safe-sse Node').ratio,
    webCpuToEnqueue: rows.get('safe-sse Web').ratio,
    nodeHeapBytes: rows.get('safe-sse Node').heap,
    webHeapBytes: rows.get('safe-sse Web').heap,
  }
  return { clients, events: events * most, figures, table: [...rows.values()] }
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
      // Long-lived servers run optimised code.
      await server.ask('broadcast', { events: events * 5 })
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
