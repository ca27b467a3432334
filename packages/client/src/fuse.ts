import { fail, type Target } from './prepare.ts'

/** Ends what is under way when its time is over, or when another signal says so. */
export interface Fuse {
  readonly signal: AbortSignal
  /**
   * Does something for `ms` milliseconds at most (0: without a bound). It rejects as soon as the fuse blows, also where
   * the task does not heed the signal: a `fetch` of the user's own must not hold the call.
   */
  guard<T>(ms: number, task: () => Promise<T>): Promise<T>
  /** Lets go of the other signal. */
  free(): void
  /** The same, and ends what is under way. */
  blow(reason?: unknown): void
}

/** Makes a {@link Fuse}; its timer ends it with a `TIMEOUT` of that endpoint. */
export function fuse(target: Target, outer: AbortSignal | undefined): Fuse {
  const control = new AbortController()
  const { signal } = control
  let timer: ReturnType<typeof setTimeout> | undefined
  let cut: ((reason: unknown) => void) | undefined
  const free = () => {
    clearTimeout(timer)
    outer?.removeEventListener('abort', follow)
  }
  const blow = (reason?: unknown) => {
    free()
    control.abort(reason)
    cut?.(signal.reason)
  }
  const follow = () => blow(outer!.reason)
  outer?.addEventListener('abort', follow)
  if (outer?.aborted) follow()
  return {
    signal,
    free,
    blow,
    guard: (ms, task) =>
      new Promise((resolve, reject) => {
        cut = reject
        if (signal.aborted) return reject(signal.reason)
        // Timers count to 2^31 - 1; a longer time is none.
        if (ms && ms < 2 ** 31)
          timer = setTimeout(() => blow(fail(target, 'TIMEOUT', `${ms} ms are over`)), ms)
        task().then((value) => {
          clearTimeout(timer)
          resolve(value)
        }, reject)
      }),
  }
}

/** Waits until the time is over or the fuse blows for another reason; no error either way. */
export function burn({ guard }: Fuse, ms: number): Promise<void> {
  return guard(ms || 1, () => new Promise<void>(() => {})).catch(() => {})
}
