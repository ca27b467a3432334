import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Mode } from '../../analysis/analyse.ts'
import type { AnalysisEvent } from '../../analysis/types.ts'
import { readConfig, studioRoot } from '../config.ts'

/** The environment of an analysis: what programs need to run, and no secret of the server's. */
const passedOn =
  /^(?:PATH|HOME|USER|TMPDIR|TEMP|TMP|LANG|LC_\w+|SYSTEMROOT|APPDATA|LOCALAPPDATA|USERPROFILE)$/i

/**
 * An analysis in a process of its own, as an async generator: the compiler would block the server for seconds.
 * Leaving the loop, or the signal, ends the process; so does the end of this one, which closes its standard input.
 */
export async function* analyseInChild(
  { id, realFolder, mode }: { readonly id: string; readonly realFolder: string; readonly mode: Mode },
  signal: AbortSignal,
): AsyncGenerator<AnalysisEvent> {
  const program = join(/* turbopackIgnore: true */ studioRoot(), 'src', 'analysis', 'main.ts')
  const clone = join(readConfig().dataDir, 'branches', id.slice(0, 8))
  const child = spawn(process.execPath, [program, realFolder, mode, clone], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => passedOn.test(name)),
    ) as NodeJS.ProcessEnv,
  })
  const kill = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', kill, { once: true })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000)
  })
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve)
    child.once('error', (error) => {
      complaint ||= error.message
      resolve(-1)
    })
  })
  // A child that has ended cannot be written to; nobody writes, so the error tells nothing.
  child.stdin.on('error', () => undefined)
  try {
    for await (const line of createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line !== '') yield JSON.parse(line) as AnalysisEvent
    }
    const code = await ended
    signal.throwIfAborted()
    if (code !== 0) throw new Error(`the analysis ended with ${code}: ${complaint.trim().split('\n').at(-1)}`)
  } finally {
    signal.removeEventListener('abort', kill)
    kill()
  }
}
