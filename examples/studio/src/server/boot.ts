import { closeDatabase, database } from './db/index.ts'
import { FolderError, LockedError } from './db/lock.mjs'
import { DatabaseUnavailable } from './db/open.ts'
import { stopRuns } from './runs/registry.ts'
import { resumeRuns } from './runs/start.ts'
import { drain } from './runs/stream.ts'

/** Opens the database, resumes what was running, and takes over the signals. Ends the process where it cannot. */
export async function boot(): Promise<void> {
  let stopping = false
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return
    stopping = true
    void shutDown(signal)
  }
  const asked = (signal: NodeJS.Signals): void => {
    // Whoever asks twice does not want to wait.
    if (stopping) process.exit(1)
    stop(signal)
  }
  process.on('SIGTERM', asked)
  process.on('SIGINT', asked)
  // Standard input is a pipe from the launcher: it ends when the launcher does, even if it was killed.
  if (process.env.NYX_LAUNCHED === '1') process.stdin.resume().once('end', () => stop('SIGHUP'))
  try {
    await database()
  } catch (error) {
    const known =
      error instanceof LockedError || error instanceof FolderError || error instanceof DatabaseUnavailable
    console.error(known ? `nyx studio: ${error.message}` : error)
    process.exit(1)
  }
  const resumed = await resumeRuns()
  if (resumed > 0) console.log(`[runs] resumed ${resumed}`)
}

/** Streams end with a last `retry`, runs stop where they are, the database closes: all within a second. */
async function shutDown(signal: NodeJS.Signals): Promise<void> {
  const cut = setTimeout(() => process.exit(1), 900)
  cut.unref()
  try {
    await Promise.all([drain({ timeout: 300, retry: 1_000, retryJitter: 1_000 }), stopRuns()])
    await closeDatabase()
    console.log(`[studio] stopped by ${signal}`)
    process.exit(0)
  } catch (error) {
    console.error('[studio] stopping failed:', error)
    process.exit(1)
  }
}
