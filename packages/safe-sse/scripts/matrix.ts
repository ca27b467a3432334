// Prints failure mode x runtime or adapter, run now. Arguments: parts of names, or numbers of modes, to run; --no-peers leaves the peers out,
// --json adds one line of JSON, --markdown writes the tables of FAILURE-MODES.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { markdown } from '../test/kit/markdown.ts'
import { type Cell, column } from '../test/kit/matrix.ts'
import { modes } from '../test/kit/modes.ts'
import { launchers, peerLaunchers } from '../test/kit/targets.ts'

const args = process.argv.slice(2)
const wanted = args.filter((arg) => !/^--|^\d+$/.test(arg))
const only = args.filter((arg) => /^\d+$/.test(arg)).map(Number)
const chosen = modes.filter(({ id }) => only.length === 0 || only.includes(id))
const named = ({ name }: { name: string }): boolean =>
  wanted.length === 0 || wanted.some((part) => name.toLowerCase().includes(part.toLowerCase()))

const queue = [...launchers, ...(args.includes('--no-peers') ? [] : peerLaunchers)].filter(named)
const columns: { name: string; cells: Cell[] }[] = queue.map(({ name }) => ({ name, cells: [] }))
let next = 0
/** Most modes wait rather than work, so a few servers run at a time. */
const worker = async (): Promise<void> => {
  for (let at = next++; at < queue.length; at = next++) {
    columns[at]!.cells = await column(queue[at]!, chosen)
    process.stderr.write(`${columns[at]!.name} done\n`)
  }
}
await Promise.all(Array.from({ length: 4 }, worker))

const signs = { pass: 'ok', fail: 'FAIL', 'n/a': '-' }
const titles = chosen.map(({ id, title }) => `${String(id).padStart(2)} ${title}`)
const width = Math.max(...titles.map((title) => title.length))
const line = (head: string, cells: string[]): string =>
  [head.padEnd(width), ...cells.map((cell, at) => cell.padEnd(columns[at]!.name.length))].join('  ')
console.log(
  line(
    '',
    columns.map(({ name }) => name),
  ),
)
for (const [at, title] of titles.entries()) {
  console.log(
    line(
      title,
      columns.map(({ cells }) => signs[cells[at]!.verdict]),
    ),
  )
}
for (const verdict of ['n/a', 'fail'] as const) {
  const noted = columns.flatMap(({ name, cells }) =>
    cells.filter((cell) => cell.verdict === verdict).map((cell) => ({ name, ...cell })),
  )
  if (noted.length) console.log(`\n${verdict === 'n/a' ? 'Does not apply (-):' : 'Failed:'}`)
  for (const { name, mode, note } of noted) console.log(`  ${name}, ${mode}: ${note}`)
}
if (args.includes('--markdown')) {
  const file = new URL('../FAILURE-MODES.md', import.meta.url)
  const [introduction] = readFileSync(file, 'utf8').split('<!-- The rest')
  const isPeer = ({ name }: { name: string }): boolean => peerLaunchers.some((peer) => peer.name === name)
  const tables = markdown(
    chosen,
    columns.filter((one) => !isPeer(one)),
    columns.filter(isPeer),
  )
  writeFileSync(file, `${introduction}<!-- The rest is written by: pnpm matrix --markdown -->\n\n${tables}`)
}
if (args.includes('--json')) console.log(JSON.stringify(columns))
// What peers fail is a finding about them, not an error here.
const ours = new Set(launchers.map(({ name }) => name))
process.exitCode = columns.some(
  ({ name, cells }) => ours.has(name) && cells.some(({ verdict }) => verdict === 'fail'),
)
  ? 1
  : 0
