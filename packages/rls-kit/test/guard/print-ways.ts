import { findService } from '../../../../scripts/testing/services.ts'
import { openPglite, openReal } from './servers.ts'
import { tryWay, ways } from './ways.ts'

// Prints what becomes of every known way to lose an embedding while snapshot and event trigger are in place.
const real = findService('postgres')
const open = real === undefined ? openPglite : () => openReal(real)
console.log(`${real === undefined ? 'PGlite' : 'PostgreSQL'}, with the event trigger and a snapshot\n`)
console.log('| way | ends as | detail |\n|---|---|---|')
let lost = false
for (const way of ways) {
  const { result, detail } = await tryWay(open, way)
  if (result === 'lost' && !way.superuser) lost = true
  const shown =
    result === 'lost' && way.superuser ? '**lost: a superuser can always do this; keep a file**' : result
  console.log(
    `| ${way.name}${way.superuser ? ' (superuser)' : ''} | ${shown} | ${detail.replaceAll('|', '\\|')} |`,
  )
}
process.exitCode = lost ? 1 : 0
