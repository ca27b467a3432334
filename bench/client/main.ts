// The cost of a JSON request against bare fetch, and of a stream against eventsource-parser alone. Each round runs
// every contender once, in turn, so that all meet the same machine; figures are medians over rounds of ratios.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Contenders, jsonContenders, streamContenders } from './contenders.ts'
import { typeCheck } from './types.ts'

const quick = process.argv.includes('--quick')
const asJson = process.argv.includes('--json')
const rounds = quick ? 7 : 25
const requests = 200
const events = quick ? 10_000 : 50_000

const server = fork(fileURLToPath(new URL('./server.js', import.meta.url)), {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
try {
  const [port] = (await once(server, 'message')) as [number]
  const url = `http://127.0.0.1:${port}`
  // More time is worse here: 1.10 is a tenth more than bare fetch.
  const json = await measure(jsonContenders(url), requests, (mine, base) => mine / base)
  // More speed is better here: 0.85 is 85 % of the events a second.
  const stream = await measure(streamContenders(url, events), 1, (mine, base) => base / mine)
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
  ratio: (mine: number, base: number) => number,
): Promise<Record<string, number>> {
  const names = Object.keys(contenders)
  // What is measured is code that the engine has compiled: it takes some thousand calls until it has.
  for (const name of names) for (let n = 0; n < (times > 1 ? 4_000 : 3); n++) await contenders[name]!()
  const all: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const took: Record<string, number> = {}
    // Each round starts with another one, so that none always runs in the wake of the same neighbour.
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length]!
      const started = process.hrtime.bigint()
      for (let n = 0; n < times; n++) await contenders[name]!()
      took[name] = Number(process.hrtime.bigint() - started)
    }
    for (const name of names) all[name]!.push(ratio(took[name]!, took[names[0]!]!))
  }
  return Object.fromEntries(names.map((name) => [name, Number(median(all[name]!).toFixed(3))]))
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]!
}

function print(title: string, figures: Record<string, number>): void {
  console.log(`\n${title}`)
  for (const [name, figure] of Object.entries(figures))
    console.log(`  ${name.padEnd(32)} ${figure.toFixed(2)}`)
}
