import { isRlsKitError } from '../errors.ts'
import { type CliIo, exitCodes, paint, processIo } from './io.ts'

type Run = (argv: string[], io: CliIo) => Promise<number>

/** Each command's module is loaded only when it is called. */
const commands: Record<string, { about: string; load: () => Promise<Run> }> = {
  init: {
    about: 'read a live database and write rls.config.ts',
    load: async () => (await import('./init.ts')).runInit,
  },
  plan: {
    about: 'show what apply would do, as SQL',
    load: async () => (await import('./plan.ts')).runPlan,
  },
  apply: {
    about: 'make the database what the definition says, in one transaction',
    load: async () => (await import('./apply.ts')).runApply,
  },
  status: {
    about: 'report drift, and what was applied when',
    load: async () => (await import('./status.ts')).runStatus,
  },
  rollback: {
    about: 'take the last applied plan back',
    load: async () => (await import('./rollback.ts')).runRollback,
  },
  generate: {
    about: 'write the definition as one SQL file, for a migration tool of your own',
    load: async () => (await import('./generate.ts')).runGenerate,
  },
  audit: {
    about: 'look for 42 ways in which isolation is missing or leaks, in the catalog alone',
    load: async () => (await import('./audit.ts')).runAudit,
  },
  prove: {
    about: 'try to reach another tenant as the real app role, in a copy or a disposable database',
    load: async () => (await import('./prove.ts')).runProve,
  },
  guard: {
    about: 'protect columns: snapshot | install | verify | restore | run -- <command>',
    load: async () => (await import('./guard.ts')).runGuard,
  },
}

/** Runs one command and answers its exit code: 0 clean, 1 findings, 2 could not run. */
export async function run(argv: string[], io: CliIo): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    io.stdout(usage())
    return name === undefined ? exitCodes.failed : exitCodes.clean
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    io.stderr(`rls-kit: there is no command "${name}".\n\n${usage()}`)
    return exitCodes.failed
  }
  try {
    return await (await command.load())(rest, io)
  } catch (error) {
    report(error, io)
    return exitCodes.failed
  }
}

/** One line for what is known to go wrong; a stack only where the fault is this program's. */
export function report(error: unknown, io: CliIo): void {
  const { red, dim } = paint(io)
  if (isRlsKitError(error)) {
    io.stderr(`${red(error.code)} ${error.message}\n`)
    if (error.advice !== undefined) io.stderr(`${dim(error.advice)}\n`)
  } else if (typeof (error as { code?: unknown })?.code === 'string') {
    io.stderr(`${red((error as { code: string }).code)} ${(error as Error).message}\n`)
  } else {
    io.stderr(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  }
}

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`)
  return `Usage: rls-kit <command> [options]

${lines.join('\n')}

Options of every command:
  --config <file>   the definition (default: rls.config.ts, .mts, .js or .mjs here)
  --url <url>       the database (default: DATABASE_URL)
  --json            the same as --format json
  --help            what the command takes

Exit code: 0 clean, 1 findings, 2 could not run.
`
}

/** The binary's entry. */
export async function main(): Promise<void> {
  const io = processIo()
  try {
    process.exitCode = await run(process.argv.slice(2), io)
  } finally {
    io.dispose()
  }
}
