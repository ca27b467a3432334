import process from 'node:process'
import type { Lab } from './scenarios.ts'

/** Counts what nobody caught. A server that survives only because of this has failed its test. */
export function watchFaults(lab: Lab): void {
  process.on('uncaughtException', (error) => lab.faults.push(`uncaught: ${error}`))
  process.on('unhandledRejection', (error) => lab.faults.push(`unhandled: ${error}`))
}

/** Sockets, servers and pipes of Node count no more; what keeps the process alive then is a timer. */
export function unrefHandles(): void {
  const { _getActiveHandles } = process as unknown as { _getActiveHandles(): { unref?(): void }[] }
  for (const handle of _getActiveHandles()) handle.unref?.()
}
