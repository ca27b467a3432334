import { apply } from '../apply/apply.ts'
import { readArgs, withDatabase } from './args.ts'
import { type CliIo, exitCodes, paint } from './io.ts'
import { planOptions, planUsage, readPlanOptions } from './plan.ts'
import { count, showPlan } from './show.ts'

/** `rls-kit apply`: makes the database what the definition says. */
export async function runApply(argv: string[], io: CliIo): Promise<number> {
  const usage = `Usage: rls-kit apply [--dry-run] [--format pretty|json]
  --dry-run                         run everything, then roll it back
  --lock-timeout <ms>               how long a statement waits for a lock (default 2000)
  --retries <n>                     how often to try again after that (default 5)
${planUsage}`
  const args = readArgs(argv, io, usage, {
    ...planOptions,
    'dry-run': { type: 'boolean' },
    'lock-timeout': { type: 'string' },
    retries: { type: 'string' },
  })
  if (args === undefined) return exitCodes.clean
  return withDatabase(args, io, async (session, rls) => {
    const dryRun = args.flag('dry-run')
    const result = await apply(session, rls, {
      ...readPlanOptions(args),
      dryRun,
      lockTimeout: args.number('lock-timeout'),
      retries: args.number('retries'),
    })
    if (args.format === 'json') io.stdout(`${JSON.stringify({ ...result, dryRun }, null, 2)}\n`)
    else {
      showPlan(result.plan, io, 'pretty')
      const { green } = paint(io)
      if (result.applied)
        io.stdout(`${green('✓')} Applied ${count(result.plan.steps.length, 'statement')}.\n`)
      else if (dryRun && result.plan.steps.length > 0) {
        io.stdout(`${green('✓')} Every statement succeeded, and all was rolled back.\n`)
      }
    }
    return exitCodes.clean
  })
}
