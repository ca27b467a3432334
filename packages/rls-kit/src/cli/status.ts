import { status } from '../apply/status.ts'
import { readArgs, withDatabase } from './args.ts'
import { type CliIo, exitCodes, paint } from './io.ts'
import { count } from './show.ts'

const says = {
  clean: 'The database is as the definition says.',
  pending: 'There is something to apply.',
  drifted: 'The database was changed after it was applied.',
  building: 'Indexes are not finished: run apply again.',
}

/** `rls-kit status`: drift and journal. Exit code 1 unless clean. */
export async function runStatus(argv: string[], io: CliIo): Promise<number> {
  const args = readArgs(argv, io, 'Usage: rls-kit status [--format pretty|json]')
  if (args === undefined) return exitCodes.clean
  return withDatabase(args, io, async (session, rls) => {
    const found = await status(session, rls)
    if (args.format === 'json') io.stdout(`${JSON.stringify(found, null, 2)}\n`)
    else {
      const { green, red, dim } = paint(io)
      const mark = found.state === 'clean' ? green('✓') : red('✗')
      io.stdout(`${mark} ${found.state}: ${says[found.state]}\n`)
      for (const problem of found.plan.problems)
        io.stdout(`  ${problem.message}\n    ${dim(problem.advice)}\n`)
      for (const step of found.plan.steps) io.stdout(`  ${step.kind} ${step.object} ${dim(step.why)}\n`)
      for (const entry of found.journal) {
        io.stdout(
          `${dim(`#${entry.id} ${entry.appliedAt} ${entry.state} by ${entry.appliedBy}, ${count(entry.steps.length, 'statement')}, ${entry.checksum.slice(0, 12)}`)}\n`,
        )
      }
    }
    return found.state === 'clean' ? exitCodes.clean : exitCodes.findings
  })
}
