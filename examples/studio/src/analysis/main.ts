import './ends-with-parent.ts'
import { once } from 'node:events'
import { analyse, type Mode } from './analyse.ts'

// A program of its own: the compiler would block the server for seconds, and a crash in it stays here.
// One JSON event a line on standard output.
const [root, mode, clone] = process.argv.slice(2)
if (root === undefined || !(mode === 'all' || mode === 'autofix' || mode === 'refactor')) {
  process.stderr.write('usage: main.ts <folder> all|autofix|refactor [folder for a branch of the fixes]\n')
  process.exit(2)
}
for await (const event of analyse(root, mode satisfies Mode, clone)) {
  if (!process.stdout.write(`${JSON.stringify(event)}\n`)) await once(process.stdout, 'drain')
  // The compiler works in long synchronous stretches: let the end of standard input be seen between them.
  await new Promise((resolve) => setImmediate(resolve))
}
process.exit(0)
