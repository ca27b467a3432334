import { findService } from '../../../../scripts/testing/services.ts'
import { openPglite, openReal } from './servers.ts'
import { always, tryWay, ways } from './ways.ts'

// Prints what becomes of every known way to lose an embedding while snapshot and event trigger are in place.
const real = findService('postgres')
const open = real === undefined ? openPglite : () => openReal(real)
console.log(`${real === undefined ? 'PGlite' : 'PostgreSQL'}\n`)
console.log('| way | under the event trigger | with a snapshot alone | what was said |\n|---|---|---|---|')
let lost = false
for (const way of ways) {
  const guarded = await tryWay(open, way)
  // Those that take the triggers away have nothing to take away without them.
  const alone = way.superuser ? undefined : await tryWay(open, way, 'none')
  if (guarded.result === 'lost' || alone?.result === 'lost') lost = true
  const shown = always(way) ? `${guarded.result}: **a superuser can always do this**` : guarded.result
  console.log(
    `| ${way.name}${way.superuser ? ' (superuser)' : ''} | ${shown} | ${alone?.result ?? ''} | ${guarded.detail.replaceAll('|', '\\|')} |`,
  )
}
process.exitCode = lost ? 1 : 0
