import process from 'node:process'

/** Counts what nobody caught. A server that survives only because of this has failed its test. */
export function watchFaults(lab: { faults: string[] }): void {
  process.on('uncaughtException', (error) => lab.faults.push(`uncaught: ${error}`))
  process.on('unhandledRejection', (error) => lab.faults.push(`unhandled: ${error}`))
}

/** Tells the test where the server listens. */
export function announce(port: number): void {
  process.stdout.write(`${JSON.stringify({ port })}\n`)
}
