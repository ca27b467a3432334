import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A server in a process of its own. */
export interface Launched {
  readonly child: ChildProcess
  readonly port: number
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts a command and waits for the line in which it says where it listens. */
export async function launch(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Launched> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...env },
  })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors = `${errors}${chunk}`.slice(-4_000)
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const port = await new Promise<number>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      const [, found] = /^\{"port":(\d+)\}$/.exec(line) ?? []
      if (found) resolve(Number(found))
    })
    void ended.then((code) => reject(new Error(`${command} ended with ${code}: ${errors}`)))
    child.on('error', reject)
  })
  return {
    child,
    port,
    stop(signal = 'SIGKILL') {
      child.kill(signal)
      return ended
    },
  }
}
