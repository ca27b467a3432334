import { join } from 'node:path'
import { acquireLock, LockedError } from '../../examples/studio/src/server/db/lock.mjs'
import { state } from './stamp.mjs'

/** One build at a time in this folder: another would take files away that this one has just written. */
export async function takeBuildLock(what) {
  for (let told = false; ; told = true) {
    try {
      return acquireLock(join(state, 'build.lock'), { what })
    } catch (error) {
      if (!(error instanceof LockedError)) throw error
      if (!told) process.stdout.write(`nyx  waiting for process ${error.holder.pid}, which builds here …\n`)
      await new Promise((done) => setTimeout(done, 300))
    }
  }
}
