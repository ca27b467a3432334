import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, type Client, Http2Client, RawClient, type RequestInit } from './client.ts'
import type { Probe } from './scenarios.ts'

/** A server under test, wherever it runs. */
export interface Target {
  readonly name: string
  readonly port: number
  /** Where the suite's questions go, if not to the same port. */
  readonly control?: number | undefined
  readonly http2?: boolean | undefined
  /** A peer is held to what a user sees, and not to our names and options. */
  readonly peer?: boolean | undefined
  /** The platform ends a handler with its client: cleanup runs, and no code is left that could send. */
  readonly endsWithClient?: boolean | undefined
  /** Resolves when the process ends. */
  readonly ended: Promise<number | null>
  /** Sends the process a signal and resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** One way in which a stream goes wrong, and the test that it does not. */
export interface Mode {
  readonly id: number
  readonly title: string
  readonly test: (target: Target, launcher: Launcher) => Promise<void>
}

/** How to start a server that runs the suite's scenarios. */
export interface Launcher {
  readonly name: string
  /** Modes that cannot occur or cannot be met there, each with the platform's fact. */
  readonly facts: Readonly<Record<number, string>>
  /** Those of them that can be asked all the same: they are run, and the fact is given only if they fail as it says. */
  readonly tried?: readonly number[] | undefined
  /** A server there cannot let go of an open connection, so that the process stays whatever timers do. */
  readonly holdsConnections?: boolean | undefined
  readonly start: () => Promise<Target>
  /** Runs a script of its own on the same runtime; resolves with its output when it ends by itself. */
  readonly solo: (check: string) => Promise<string>
}

let serial = 0

/** One request to a scenario, and what the server saw of it. */
export class Trial {
  readonly id: string = `${process.pid}-${Date.now()}-${serial++}`
  readonly client: Client
  readonly #port: number

  constructor(target: Target, scenario: string, init?: RequestInit) {
    this.#port = controlOf(target)
    this.client = new (target.http2 ? Http2Client : RawClient)(
      target.port,
      `/s/${scenario}?id=${this.id}`,
      init,
    )
  }

  probe(): Promise<Probe> {
    return ask<Probe>(this.#port, `/probe?id=${this.id}`)
  }

  go(): Promise<unknown> {
    return ask(this.#port, `/go?id=${this.id}`)
  }

  async until(what: string, holds: (probe: Probe) => boolean, ms = 6_000): Promise<Probe> {
    for (const end = Date.now() + ms; ; await sleep(20)) {
      const probe = await this.probe()
      if (holds(probe)) return probe
      if (Date.now() > end) throw new Error(`waited in vain for: ${what}; probe ${JSON.stringify(probe)}`)
    }
  }
}

export function controlOf({ control, port }: Target): number {
  return control ?? port
}

export const has = (probe: Probe, mark: string): boolean => probe.marks.includes(mark)

export async function noFaults(target: Target): Promise<void> {
  await sleep(30)
  const { faults } = await ask<{ faults: string[] }>(controlOf(target), '/faults')
  assert.deepEqual(faults, [], 'nothing uncaught in the server')
}

export async function cleanedOnce(trial: Trial): Promise<Probe> {
  await trial.until('cleanup', (probe) => probe.cleanups > 0)
  await sleep(60)
  const probe = await trial.probe()
  assert.equal(probe.cleanups, 1, 'cleanup runs exactly once')
  return probe
}

/** A check that needs a process to itself and no server. */
export async function solo(launcher: Launcher, check: string): Promise<void> {
  assert.equal((await launcher.solo(check)).trim(), `${check} ok`)
}

/** Waits until a paced producer makes no more progress, because its send is pending. */
export async function settled(trial: Trial): Promise<void> {
  let last = ''
  for (let same = 0; same < 6; await sleep(50)) {
    const { marks, started } = await trial.probe()
    const now = `${started} ${marks[0] ?? ''}`
    same = now === last && started ? same + 1 : 0
    last = now
  }
}
