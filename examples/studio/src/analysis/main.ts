import { once } from 'node:events'
import { analyse, type Mode } from './analyse.ts'

// A program of its own: the compiler would block the server for seconds, and a crash in it stays here.
// One JSON event a line on standard output. It ends when its standard input does, so that it never outlives
// the server that started it.
const [root, mode] = process.argv.slice(2)
if (root === undefined || !(mode === 'all' || mode === 'autofix' || mode === 'refactor')) {
  process.stderr.write('usage: main.ts <folder> all|autofix|refactor\n')
  process.exit(2)
}
process.stdin
  .resume()
  .once('end', () => process.exit(0))
  .once('error', () => process.exit(0))
for await (const event of analyse(root, mode satisfies Mode)) {
  if (!process.stdout.write(`${JSON.stringify(event)}\n`)) await once(process.stdout, 'drain')
  // The compiler works in long synchronous stretches: let the end of standard input be seen between them.
  await new Promise((resolve) => setImmediate(resolve))
}
process.exit(0)
