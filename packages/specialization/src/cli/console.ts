import type { Readable } from 'node:stream'

/** What a command may touch of the process, so that tests can stand in for it. */
export interface Console {
  readonly stdin: Readable
  readonly stderr: { write(text: string): boolean; isTTY?: boolean | undefined }
  readonly color: boolean
  /** A line on stdout. */
  out(line: string): void
  /** A line on stderr, behind the command's name. */
  error(line: string): void
}

/** The real one. Colours by the flag, else by NO_COLOR, FORCE_COLOR and whether stdout is a terminal. */
export function createConsole(process: NodeJS.Process, color: boolean | undefined): Console {
  const { env } = process
  const wanted = env.NO_COLOR ? false : env.FORCE_COLOR ? true : process.stdout.isTTY === true
  return {
    stdin: process.stdin,
    stderr: process.stderr,
    color: color ?? wanted,
    out: (line) => void process.stdout.write(`${line}\n`),
    error: (line) => void process.stderr.write(`nyx-specialize: ${line}\n`),
  }
}
