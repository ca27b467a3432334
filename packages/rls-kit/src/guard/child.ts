import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { RlsKitError } from '../errors.ts'

/** How a child ended. */
export interface ChildExit {
  /** Its exit code; 128 + the signal's number where a signal ended it, as shells say it; 127 where it could not start. */
  readonly code: number
  readonly signal: NodeJS.Signals | null
  /** Why it could not be started. */
  readonly failed: string | undefined
}

/** What {@link runChild} may be told. */
export interface ChildOptions {
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  readonly cwd?: string | undefined
  /** Sends the child's standard output to this process's standard error, so that ours stays JSON alone. */
  readonly stdoutToStderr?: boolean | undefined
}

const forwarded: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']

/** @throws RlsKitError `USAGE` where there is nothing to run. */
export function checkCommand(command: readonly string[]): void {
  if (command.length > 0) return
  throw new RlsKitError('USAGE', 'There is no command to run.', { advice: 'Write it after `--`.' })
}

/**
 * Runs a command with this process's terminal, and forwards signals to it. A SIGINT from the keyboard reaches the
 * child by itself, since it is in the same foreground group; then only this process's own handler keeps it alive.
 */
export function runChild(command: readonly string[], options: ChildOptions = {}): Promise<ChildExit> {
  return new Promise((resolve) => {
    const [file, ...args] = command
    const child = spawn(file!, args, {
      stdio: ['inherit', options.stdoutToStderr ? 2 : 'inherit', 'inherit'],
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      // npx, prisma and the like are .cmd files there, which only a shell can start.
      shell: process.platform === 'win32',
    })
    const forward = (signal: NodeJS.Signals): void => {
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal)
    }
    for (const signal of forwarded) process.on(signal, forward)
    const settle = (exit: ChildExit): void => {
      for (const signal of forwarded) process.off(signal, forward)
      resolve(exit)
    }
    child.once('error', (error) => settle({ code: 127, signal: null, failed: error.message }))
    child.once('exit', (code, signal) =>
      settle({ code: code ?? 128 + (constants.signals[signal!] ?? 0), signal, failed: undefined }),
    )
  })
}
