import { plan } from '../plan/plan.ts'
import type { PlanOptions } from '../plan/types.ts'
import { type Args, readArgs, withDatabase } from './args.ts'
import { type CliIo, exitCodes } from './io.ts'
import { showPlan } from './show.ts'

export const planOptions: Record<string, { type: 'string' | 'boolean'; multiple?: boolean }> = {
  replace: { type: 'string', multiple: true },
  'overwrite-changed': { type: 'boolean' },
  concurrently: { type: 'string' },
}

export const planUsage = `  --replace <schema.table.policy>   drop this policy, which rls-kit did not make (repeatable)
  --overwrite-changed               make policies anew that somebody altered by hand
  --concurrently auto|yes|no        how to build indexes (default auto: yes above 10,000 rows)`

/** The options that plan, apply and status share. */
export function readPlanOptions(args: Args): PlanOptions {
  const concurrently = args.text('concurrently')
  return {
    replace: args.list('replace'),
    overwriteChanged: args.flag('overwrite-changed'),
    concurrently: concurrently === 'yes' ? true : concurrently === 'no' ? false : 'auto',
  }
}

/** `rls-kit plan`: shows what apply would do. Exit code 1 where there is something to do. */
export async function runPlan(argv: string[], io: CliIo): Promise<number> {
  const usage = `Usage: rls-kit plan [--format pretty|json]\n${planUsage}`
  const args = readArgs(argv, io, usage, planOptions)
  if (args === undefined) return exitCodes.clean
  return withDatabase(args, io, async (session, rls) => {
    const result = await plan(session, rls, readPlanOptions(args))
    showPlan(result, io, args.format)
    return result.steps.length + result.problems.length === 0 ? exitCodes.clean : exitCodes.findings
  })
}
