import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

/** A server in a process of its own. */
export interface Launched {
  readonly child: ChildProcess
  readonly port: number
  readonly control: number | undefined
  /** Resolves with the exit code when the process ends, by itself or not. */
  readonly ended: Promise<number | null>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

const env = (more?: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_NO_WARNINGS: '1',
  ...more,
})

/** Starts a command and waits for the line in which it says where it listens. */
export async function launch(
  command: string,
  args: readonly string[],
  options: { env?: Record<string, string>; listens?: RegExp } = {},
): Promise<Launched> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: env(options.env),
    // A group of its own: `next dev` has a child that would outlive it.
    detached: true,
  })
  let output = ''
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const [port, control] = await new Promise<number[]>((resolve, reject) => {
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', (line) => {
        output = `${output}${line}\n`.slice(-4_000)
        const found = (options.listens ?? /^\{"port":(\d+)(?:,"control":(\d+))?\}$/).exec(line)
        if (found) resolve(found.slice(1).filter(Boolean).map(Number))
      })
    }
    void ended.then((code) => reject(new Error(`${command} ended with ${code}: ${output}`)))
    child.on('error', reject)
  })
  return {
    child,
    port: port!,
    control,
    ended,
    stop(signal = 'SIGKILL') {
      try {
        process.kill(-child.pid!, signal)
      } catch {
        // The group is gone already.
      }
      if (signal === 'SIGKILL') for (const pipe of [child.stdout, child.stderr]) pipe.destroy()
      return ended
    },
  }
}

/** Runs a command to its end, which has to come by itself, and gives its output. */
export async function runToEnd(command: string, args: readonly string[], timeout = 8_000): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, {
    timeout,
    killSignal: 'SIGKILL',
    env: env(),
  })
  return stdout
}
