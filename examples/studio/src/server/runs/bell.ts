/**
 * Wakes the streams of a run when it has a new event. It carries no data: whoever wakes reads the event log, which
 * is the truth. Kept on globalThis, because Next evaluates modules several times in one process.
 */
const place = Symbol.for('nyx.studio.bell')
type Holder = typeof globalThis & { [place]?: Map<string, Set<() => void>> }

function listeners(): Map<string, Set<() => void>> {
  const holder = globalThis as Holder
  holder[place] ??= new Map()
  return holder[place]
}

/** Hears a bell from the moment it is made, so that nothing falls between reading the log and waiting. */
export interface Listener {
  /**
   * Settles when the bell has rung since the last call, when the signal aborts, or after `timeout` milliseconds:
   * another process may have written, whose bell is not heard here.
   */
  next(signal: AbortSignal, timeout: number): Promise<void>
  close(): void
}

export function ring(key: string): void {
  for (const wake of [...(listeners().get(key) ?? [])]) wake()
}

export function listen(key: string): Listener {
  const all = listeners()
  const mine = all.get(key) ?? new Set<() => void>()
  all.set(key, mine)
  let rung = false
  let wake: (() => void) | undefined
  const heard = (): void => {
    rung = true
    wake?.()
  }
  mine.add(heard)
  return {
    async next(signal, timeout) {
      if (!rung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve
          const timer = setTimeout(resolve, timeout)
          signal.addEventListener('abort', () => resolve(), { once: true })
          timer.unref()
        })
        wake = undefined
      }
      rung = false
    },
    close() {
      mine.delete(heard)
      if (mine.size === 0 && all.get(key) === mine) all.delete(key)
    },
  }
}
