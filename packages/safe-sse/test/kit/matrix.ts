import type { Launcher, Mode, Target } from './trial.ts'

/** What one mode came to on one server. */
export interface Cell {
  readonly mode: number
  readonly verdict: 'pass' | 'fail' | 'n/a'
  /** Why it failed, or the platform's fact. */
  readonly note: string
}

/** Runs all modes against one server, one after the other, so that none disturbs another's figures. */
export async function column(launcher: Launcher, modes: readonly Mode[]): Promise<Cell[]> {
  const cells: Cell[] = []
  let target: Target | undefined
  for (const mode of modes) {
    const fact = launcher.facts[mode.id]
    if (fact && !launcher.tried?.includes(mode.id)) {
      cells.push({ mode: mode.id, verdict: 'n/a', note: fact })
      continue
    }
    try {
      target ??= await launcher.start()
      await mode.test(target, launcher)
      cells.push({ mode: mode.id, verdict: 'pass', note: '' })
    } catch (error) {
      const note = String((error as Error).message).split('\n')[0]!
      cells.push(
        fact
          ? { mode: mode.id, verdict: 'n/a', note: `${fact} (tried now: ${note})` }
          : { mode: mode.id, verdict: 'fail', note },
      )
      // A server that failed may be half dead: the next mode gets a fresh one.
      await target?.stop('SIGKILL')
      target = undefined
    }
  }
  await target?.stop('SIGKILL')
  return cells
}
