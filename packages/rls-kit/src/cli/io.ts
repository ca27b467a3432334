/** What a command may know of the process that runs it; tests hand in their own. */
export interface CliIo {
  /** Writes to standard output, as it is: the caller adds line ends. */
  stdout(text: string): void
  /** Writes to standard error, as it is. */
  stderr(text: string): void
  /** Whether standard output takes ANSI colours. */
  readonly color: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Aborted on SIGINT or SIGTERM. A command then undoes what it began and returns. */
  readonly signal: AbortSignal
}

/** Exit codes that every command shares. */
export const exitCodes: { readonly clean: 0; readonly findings: 1; readonly failed: 2 } = {
  clean: 0,
  findings: 1,
  failed: 2,
}

/** The real process. `dispose` takes the signal handlers away again. */
export function processIo(): CliIo & { dispose(): void } {
  const controller = new AbortController()
  const onSignal = (name: NodeJS.Signals): void => controller.abort(new Error(`stopped by ${name}`))
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    color: colored(process.env, process.stdout.isTTY === true),
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}

/** NO_COLOR and FORCE_COLOR decide before the terminal does (https://no-color.org). */
export function colored(env: Readonly<Record<string, string | undefined>>, isTty: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '' && env.FORCE_COLOR !== '0') return true
  return isTty
}

/** ANSI paint, or none. */
export function paint(
  io: Pick<CliIo, 'color'>,
): Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string> {
  const wrap =
    (open: number, close: number) =>
    (text: string): string =>
      io.color ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return {
    bold: wrap(1, 22),
    dim: wrap(2, 22),
    red: wrap(31, 39),
    green: wrap(32, 39),
    yellow: wrap(33, 39),
    cyan: wrap(36, 39),
  }
}
