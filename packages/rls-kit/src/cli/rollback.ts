import { rollback } from '../apply/rollback.ts'
import { readArgs, withDatabase } from './args.ts'
import { type CliIo, exitCodes, paint } from './io.ts'
import { count } from './show.ts'

/** `rls-kit rollback`: takes the last applied plan back. */
export async function runRollback(argv: string[], io: CliIo): Promise<number> {
  const usage = `Usage: rls-kit rollback [--lock-timeout <ms>] [--retries <n>] [--format pretty|json]`
  const args = readArgs(argv, io, usage, { 'lock-timeout': { type: 'string' }, retries: { type: 'string' } })
  if (args === undefined) return exitCodes.clean
  return withDatabase(args, io, async (session) => {
    const entry = await rollback(session, {
      lockTimeout: args.number('lock-timeout'),
      retries: args.number('retries'),
    })
    if (args.format === 'json') io.stdout(`${JSON.stringify(entry, null, 2)}\n`)
    else {
      const { green } = paint(io)
      io.stdout(
        `${green('✓')} Took back #${entry.id} of ${entry.appliedAt}: ${count(entry.steps.length, 'statement')}.\n`,
      )
    }
    return exitCodes.clean
  })
}
