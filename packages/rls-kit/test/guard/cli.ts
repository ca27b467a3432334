import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The package's folder, from which every command in these tests runs. */
export const packageFolder: string = fileURLToPath(new URL('../../', import.meta.url))

/** What a command said, and how it ended. */
export interface Ran {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command without a terminal. Never synchronously: a PGlite in this process has to answer meanwhile. */
export function execute(
  command: readonly string[],
  env: Record<string, string | undefined> = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command[0]!, command.slice(1), {
      cwd: packageFolder,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
      killSignal: 'SIGKILL',
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}

/** Runs `rls-kit guard ...` from its source. */
export function guardCli(url: string, ...args: string[]): Promise<Ran> {
  return runCli(url, args)
}

function runCli(
  url: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return execute([process.execPath, '--no-warnings', 'test/guard/tools/rls-kit.ts', 'guard', ...args], {
    ...env,
    DATABASE_URL: url,
  })
}

/** Runs `rls-kit guard run --json` and reads its report. */
export async function guardRunJson<T>(
  url: string,
  options: readonly string[],
  command: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<Ran & { report: T }> {
  const ran = await runCli(url, ['run', '--json', ...options, '--', ...command], env)
  const line = ran.stdout.trim().split('\n').at(-1) ?? ''
  try {
    return { ...ran, report: JSON.parse(line) as T }
  } catch {
    throw new Error(`no report in: ${ran.stdout}\n${ran.stderr}`)
  }
}
