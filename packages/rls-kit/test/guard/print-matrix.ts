import { findService } from '../../../../scripts/testing/services.ts'
import { fillCell, layers, tools } from './matrix.ts'
import { openPglite, openReal } from './servers.ts'

// Prints what each tool takes under each layer, on every server there is. Exits 1 where the trigger or a guarded run
// lost anything.
const real = findService('postgres')
const servers = [
  ...(real === undefined ? [] : [{ name: 'PostgreSQL', open: () => openReal(real) }]),
  { name: 'PGlite', open: openPglite },
]
if (real === undefined) console.log('DATABASE_URL is not set: PGlite only.')
let failed = false
for (const server of servers) {
  console.log(`\n### ${server.name}\n`)
  console.log(`| tool | ${layers.join(' | ')} |\n|---|${layers.map(() => '---').join('|')}|`)
  for (const tool of tools.filter((tool) => server.name === 'PostgreSQL' || !tool.file)) {
    const cells: string[] = []
    for (const layer of layers) {
      const { lost, exit } = await fillCell(server.open, tool, layer)
      if (lost.length > 0 && (layer === 'trigger' || layer === 'run --restore')) failed = true
      // An event trigger lives in the database, and so does a snapshot: here both need something beside it.
      const beside = { none: '', pin: '', trigger: ', --hold-database', 'run --restore': ', --file' }[layer]
      cells.push(
        `${lost.length === 0 ? 'nothing' : lost.join(', ')} (exit ${exit}${tool.file ? beside : ''})`,
      )
    }
    console.log(`| ${tool.name} | ${cells.join(' | ')} |`)
  }
}
process.exitCode = failed ? 1 : 0
