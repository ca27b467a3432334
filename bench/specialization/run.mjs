// Speed of the extractor beside its peers and the physical limit, in one run; how cost grows; hostile texts.
import { execFileSync } from 'node:child_process'
import { createExtractor } from '@nyxcore/specialization'
import { engines, peers } from './engines.mjs'
import { makePhrases, makeText } from './text.mjs'

const json = process.argv.includes('--json')
const quick = process.argv.includes('--quick')
const say = (line) => json || console.log(line)

/**
 * Characters (ASCII: bytes) a second in millions: the best of five batches of runs. Measured in CPU time of this
 * thread, because a shared machine takes the processor away in the middle of a run; a batch takes 80 ms or more,
 * because that clock ticks every 4 ms.
 */
function speed(run, text) {
  const batch = (runs) => {
    const begin = process.threadCpuUsage()
    for (let nth = 0; nth < runs; nth++) run(text)
    const { user, system } = process.threadCpuUsage(begin)
    return (user + system) / 1000
  }
  let runs = 1
  for (let took = batch(runs); took < 80; took = batch(runs))
    runs = Math.ceil(runs * Math.min(4, 100 / Math.max(took, 1)))
  let best = Infinity
  for (let nth = 0; nth < (quick ? 2 : 5); nth++) best = Math.min(best, batch(runs) / runs)
  return text.length / 1e3 / best
}

const round = (value) => Number(value.toPrecision(3))

// Before anything else reads the lexicons.
if (process.argv.includes('--compile')) {
  const begin = performance.now()
  createExtractor()
  console.log(round(performance.now() - begin))
  process.exit(0)
}

const phrases = makePhrases(2000)
const text = makeText(100_000, phrases)

const only = process.argv[process.argv.indexOf('--engine') + 1]
if (process.argv.includes('--engine')) {
  const input = only === 'indexOf each phrase' ? text.slice(0, 10_000) : text
  console.log(speed(engines[only](phrases), input))
  process.exit(0)
}

// Each engine in a process of its own, so that none runs with what the compiler learned from another; two passes
// over all of them, so that a slow second of the machine hits them alike.
const mbPerSecond = {}
for (let pass = 0; pass < (quick ? 1 : 2); pass++) {
  for (const name of Object.keys(engines)) {
    const args = [...process.execArgv, process.argv[1], '--engine', name, ...(quick ? ['--quick'] : [])]
    const value = Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
    mbPerSecond[name] = Math.max(mbPerSecond[name] ?? 0, value)
  }
}
const limit = mbPerSecond['raw walk (limit)']
say('2,000 phrases, 100 KB of prose              MB/s   of the limit')
for (const [name, value] of Object.entries(mbPerSecond)) {
  say(`${name.padEnd(40)} ${value.toFixed(1).padStart(7)}   ${(value / limit).toFixed(3)}`)
}
const ours = mbPerSecond['nyx extract']
const bestPeer = Math.max(...peers.map((name) => mbPerSecond[name]))
say(`ahead of the fastest peer by ${(ours / bestPeer).toFixed(1)}x`)

const bySize = {}
for (const size of [1e3, 1e4, 1e5, 1e6, 1e7])
  bySize[size] = round(speed(engines['nyx extract'](phrases), makeText(size, phrases)))
say(`MB/s by size of the text: ${JSON.stringify(bySize)}`)

const byPhrases = {}
for (const count of [100, 1000, 2000, 5000, 20_000]) {
  const list = makePhrases(count)
  byPhrases[count] = round(speed(engines['nyx extract'](list), makeText(1e5, list)))
}
say(`MB/s by number of phrases: ${JSON.stringify(byPhrases)}`)

// In a process that has compiled nothing else yet.
const compileMs = Number(
  execFileSync(process.execPath, [...process.execArgv, process.argv[1], '--compile'], { encoding: 'utf8' }),
)
const shipped = createExtractor()
const hostile = {
  'one letter': (size) => 'a'.repeat(size),
  'nested brackets': (size) => '['.repeat(size / 2) + ']'.repeat(size / 2),
  tags: (size) => '<a '.repeat(size / 3),
  fences: (size) => '```\n  ~~~\n'.repeat(size / 10),
  'all matches': (size) => 'python '.repeat(size / 7),
  'all negations': (size) => 'not '.repeat(size / 4),
  'all wide': (size) => 'ｐｙｔｈｏｎ　'.repeat(size / 7),
  camelCase: (size) => 'aB'.repeat(size / 2),
  'one long word': (size) => 'internationalisation'.repeat(size / 20),
  'combining marks': (size) => 'a\u0301\u0327'.repeat(size / 3),
  newlines: (size) => '\n'.repeat(size),
  backticks: (size) => '`'.repeat(size),
  'less-than': (size) => '<'.repeat(size),
}
// Linear: ten times the text takes about ten times as long. Above 1 the cost of a character grows.
const growth = {}
for (const [name, make] of Object.entries(hostile)) {
  const run = (input) => shipped.extract(input)
  growth[name] = round(speed(run, make(100_000)) / speed(run, make(1_000_000)))
}
say(`cost of a character in 1 MB against 100 KB, hostile texts: ${JSON.stringify(growth)}`)
say(`compiling the 15 domains, the first time: ${compileMs} ms`)

if (json) {
  console.log(
    JSON.stringify({
      mbPerSecond: Object.fromEntries(
        Object.entries(mbPerSecond).map(([name, value]) => [name, round(value)]),
      ),
      ofLimit: round(ours / limit),
      aheadOfFastestPeer: round(ours / bestPeer),
      bySize,
      byPhrases,
      hostileGrowth: growth,
      compileMs,
    }),
  )
}
