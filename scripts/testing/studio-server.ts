import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../start.mjs', import.meta.url))

/** A studio as a person starts it: the launcher, and all that it starts. */
export interface StudioServer {
  readonly url: string
  readonly process: ChildProcess
  /** Everything that it has printed so far. */
  log(): string
  /** The log once it contains this text or matches. */
  logged(pattern: RegExp, timeout?: number): Promise<string>
  /** SIGTERM to the launcher; resolves with the exit code and the milliseconds it took. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; ms: number }>
}

/** A folder of its own for the embedded database, and how to remove it. */
export function temporaryData(): { dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'nyx-studio-test-'))
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

export interface Launch {
  readonly process: ChildProcess
  readonly ended: Promise<number | null>
  log(): string
}

/** Runs the launcher as a person's shell would: no DATABASE_URL but the one given, and nothing of the test runner. */
export function launch(env: Record<string, string>, args: readonly string[] = []): Launch {
  const {
    DATABASE_URL: _,
    APP_DATABASE_URL: __,
    CI: ___,
    NODE_OPTIONS: ____,
    NODE_COMPILE_CACHE: _____, // writing it takes time at the end, which is measured
    ...inherited
  } = process.env
  let output = ''
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { ...inherited, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { process: child, ended, log: () => output }
}

/** Starts a studio and waits until it serves. */
export async function startStudio(env: Record<string, string>): Promise<StudioServer> {
  const { process: child, ended, log } = launch({ PORT: '0', ...env })
  const logged = async (pattern: RegExp, timeout = 30_000): Promise<string> => {
    const until = Date.now() + timeout
    let over = false
    void ended.then(() => {
      over = true
    })
    while (!pattern.test(log())) {
      if (over || Date.now() > until) throw new Error(`no ${pattern} in the studio's log:\n${log()}`)
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    return log()
  }
  try {
    await logged(/^studio: http\S+\n/m, 420_000)
  } catch (error) {
    child.kill('SIGTERM')
    throw error
  }
  const url = /^studio: (http:\S+)/m.exec(log())?.[1] as string
  return {
    url,
    process: child,
    log,
    logged,
    async stop(signal = 'SIGTERM') {
      const started = performance.now()
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      const code = await ended
      return { code, ms: performance.now() - started }
    },
  }
}
