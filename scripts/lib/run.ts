import { spawn } from 'node:child_process'
import { root } from './workspaces.ts'

interface RunOptions {
  cwd?: string
  env?: Record<string, string>
  live?: boolean
}

interface RunResult {
  code: number
  output: string
}

/**
 * Runs a command and collects what it prints. `live` also passes it through as it comes.
 * Resolves to { code, output }; never rejects, since a command that is missing is a result too.
 */
export function run(
  command: string,
  args: readonly string[],
  { cwd = root, env = {}, live = false }: RunOptions = {},
): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk
        if (live) process.stdout.write(chunk)
      })
    }
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}\n` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Runs `task` on every item, at most `width` at once, and keeps the order of the results. */
export async function mapLimit<T, R>(
  items: readonly T[],
  width: number,
  task: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length)
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await task(items[index] as T)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
  return results
}
