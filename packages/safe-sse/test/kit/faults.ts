import process from 'node:process'
import { drain, lab } from './ours.ts'

/** Counts what nobody caught. A server that survives only because of this has failed its test. */
export function watchFaults(): void {
  process.on('uncaughtException', (error) => lab.faults.push(`uncaught: ${error}`))
  process.on('unhandledRejection', (error) => lab.faults.push(`unhandled: ${error}`))
}

/** Tells the test where the server listens, and from then on ends as a server should. */
export function announce(port: number, control?: number): void {
  watchFaults()
  process.once('SIGTERM', async () => {
    await drain()
    process.exit(0)
  })
  process.stdout.write(`${JSON.stringify({ port, control })}\n`)
}
