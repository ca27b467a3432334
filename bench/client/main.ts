// The cost of a JSON request against bare fetch, and of a stream against eventsource-parser alone. Each round runs
// every contender once, so that all meet the same machine.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Contenders, jsonContenders, streamContenders } from './contenders.ts'
import { typeCheck } from './types.ts'

const quick = process.argv.includes('--quick')
const asJson = process.argv.includes('--json')
const rounds = quick ? 40 : 120
const requests = 25
const events = 10_000

const server = fork(fileURLToPath(new URL('./server.js', import.meta.url)), {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
try {
  const [port] = (await once(server, 'message')) as [number]
  const url = `http://127.0.0.1:${port}`
  // More time is worse here: 1.10 is a tenth more than bare fetch.
  const json = await measure(jsonContenders(url), requests, rounds, (mine, base) => mine / base)
  // More speed is better here: 0.85 is 85 % of the events a second.
  const stream = await measure(streamContenders(url, events), 1, rounds, (mine, base) => base / mine)
  const types = await typeCheck(process.argv[2] ?? '.', quick ? 100 : 500)
  if (asJson) console.log(JSON.stringify({ json, stream, types }))
  else {
    print(`JSON request: time against bare fetch (${requests} x ${rounds})`, json)
    print(`Stream of ${events} events: speed against eventsource-parser alone (${rounds} rounds)`, stream)
    console.log(
      `\nType check of a contract with ${types.routes} routes: ${types.seconds.toFixed(2)} s, of the same schemas without it: ${types.baseline.toFixed(2)} s; ${types.instantiations} instantiations, ${types.perRoute} a route`,
    )
  }
} finally {
  server.disconnect()
}

async function measure(
  contenders: Contenders,
  times: number,
  rounds: number,
  ratio: (mine: number, base: number) => number,
): Promise<Record<string, number>> {
  const names = Object.keys(contenders)
  const all: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]))
  // What is measured is code that the engine has compiled: it takes some thousand calls until it has.
  for (const name of names) for (let n = 0; n < (times > 1 ? 4_000 : 4); n++) await contenders[name]!()
  for (let round = 0; round < rounds; round++) {
    // In an order of its own, so that none always runs in the wake, and in the garbage, of the same neighbour.
    for (const name of shuffled(names)) {
      const started = process.hrtime.bigint()
      for (let n = 0; n < times; n++) await contenders[name]!()
      all[name]!.push(Number(process.hrtime.bigint() - started))
    }
  }
  // What else runs on the machine only ever adds time: the fastest tenth of the rounds is what the code itself takes.
  const base = tenth(all[names[0]!]!)
  return Object.fromEntries(names.map((name) => [name, Number(ratio(tenth(all[name]!), base).toFixed(3))]))
}

function shuffled(names: string[]): string[] {
  const order = new Map(names.map((name) => [name, Math.random()]))
  return names.toSorted((a, b) => order.get(a)! - order.get(b)!)
}

function tenth(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)]!
}

function print(title: string, figures: Record<string, number>): void {
  console.log(`\n${title}`)
  for (const [name, figure] of Object.entries(figures))
    console.log(`  ${name.padEnd(40)} ${figure.toFixed(2)}`)
}
