import type { Plan } from '../plan/types.ts'
import { type CliIo, paint } from './io.ts'

/** A plan as SQL that a person can read, or as JSON. */
export function showPlan(plan: Plan, io: CliIo, format: string): void {
  if (format === 'json') {
    io.stdout(`${JSON.stringify(plan, null, 2)}\n`)
    return
  }
  const { red, dim, yellow, green } = paint(io)
  for (const problem of plan.problems) {
    io.stdout(`${red('✗')} ${problem.message}\n  ${dim(problem.advice)}\n`)
  }
  let object = ''
  for (const step of plan.steps) {
    const table = step.object.split('.').slice(0, 2).join('.')
    if (table !== object) io.stdout(`\n${yellow(`-- ${table}`)}\n`)
    object = table
    const outside = step.concurrent ? ' (outside the transaction)' : ''
    const sql =
      step.kind === 'seal-policies' ? '-- seals the policies: a comment with their digest' : `${step.sql};`
    io.stdout(`${dim(`-- ${step.why}${outside}`)}\n${sql}\n`)
  }
  if (plan.problems.length > 0) {
    io.stdout(`\n${red(count(plan.problems.length, 'problem'))} in the way; nothing will be applied.\n`)
  } else if (plan.steps.length === 0)
    io.stdout(`${green('✓')} Nothing to do: the database is as the definition says.\n`)
  else io.stdout(`\n${count(plan.steps.length, 'statement')}, checksum ${plan.checksum.slice(0, 12)}\n`)
}

/** `1 statement`, `2 statements`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
