import { fail, type Target } from './prepare.ts'

/** Ends what is under way when its time is over, or when another signal says so. */
export interface Fuse {
  /**
   * Does something for `ms` milliseconds at most (Infinity: without a bound). It rejects as soon as the fuse blows, also
   * where the task does not heed the signal: a `fetch` of the user's own must not hold the call. Without a task it is a
   * wait, which resolves when the fuse blows.
   */
  guard_<T>(ms: number, task?: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Lets go of the other signal. */
  free_(): void
  /** The same, and ends what is under way. */
  blow_(reason?: unknown): void
}

/** Makes a {@link Fuse}; its timer ends it with a `TIMEOUT` of that endpoint. */
export function fuse(target: Target, outer: AbortSignal | undefined): Fuse {
  const control = new AbortController()
  const { signal } = control
  let timer: ReturnType<typeof setTimeout> | undefined
  let cut: ((reason: unknown) => void) | undefined
  const blow = (reason?: unknown) => {
    clearTimeout(timer)
    free()
    control.abort(outer?.reason ?? reason)
    cut?.(signal.reason)
  }
  const free = () => outer?.removeEventListener('abort', blow)
  outer?.addEventListener('abort', blow)
  if (outer?.aborted) blow()
  return {
    blow_: blow,
    free_: free,
    guard_: (ms, task) =>
      new Promise((resolve, reject) => {
        cut = task ? reject : (resolve as () => void)
        if (signal.aborted) return cut(signal.reason)
        // Timers count to 2^31 - 1; a longer time is none.
        if (ms < 2 ** 31) timer = setTimeout(() => blow(fail(target, 'TIMEOUT', `after ${ms} ms`)), ms)
        task?.(signal).then((value) => {
          clearTimeout(timer)
          resolve(value)
        }, reject)
      }),
  }
}
