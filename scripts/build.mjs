// Builds the packages, two at a time. `--no-types` leaves the declarations out, which take most of the time and which
// nothing needs at run time: `npm start` builds like that, and holds the lock while it does.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { takeBuildLock } from './lib/build-lock.mjs'
import { packageFolders, packagesDigest, packagesStamp, root, stamped } from './lib/stamp.mjs'

const flags = process.argv.slice(2)
const unknown = flags.find((flag) => flag !== '--no-types')
if (unknown !== undefined) {
  process.stderr.write(`build: unknown option ${unknown}; there is --no-types\n`)
  process.exit(2)
}
const options = flags.includes('--no-types') ? ['--no-dts'] : []
// The launcher holds the lock already.
const lock = flags.includes('--no-types') ? undefined : await takeBuildLock('a build')
const tsup = createRequire(join(root, 'package.json')).resolve('tsup/package.json')
const program = join(tsup, '..', 'dist', 'cli-default.js')

function build(folder) {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [program, '--silent', ...options], {
      cwd: join(root, folder),
      stdio: 'inherit',
    })
    child.once('error', failed)
    child.once('exit', (code) => (code === 0 ? done() : failed(new Error(`the build of ${folder} failed`))))
  })
}

const waiting = packageFolders()
const worker = async () => {
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) await build(folder)
}
try {
  await stamped(packagesStamp, packagesDigest(), () => Promise.all([worker(), worker()]))
} catch (error) {
  process.stderr.write(`build: ${error.message}\n`)
  process.exitCode = 1
} finally {
  lock?.release()
}
