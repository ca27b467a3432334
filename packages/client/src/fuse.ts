/** An AbortController that follows another signal and a timer. */
export interface Fuse extends AbortController {
  /** Rejects with the signal's reason; raced against what may not heed the signal. */
  readonly cut: Promise<never>
  /** Sets the timer anew; 0 turns it off. */
  arm(ms: number): void
  /** Stops the timer, lets go of the other signal and ends whatever is still under way. */
  clear(): void
}

/** Makes a {@link Fuse}; `late` is the reason given when the timer fires. */
export function fuse(outer: AbortSignal | undefined, late?: (ms: number) => unknown): Fuse {
  const control = new AbortController()
  const { signal } = control
  const follow = () => control.abort(outer?.reason)
  const cut = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
  cut.catch(() => {})
  outer?.addEventListener('abort', follow)
  if (outer?.aborted) follow()
  let timer: ReturnType<typeof setTimeout> | undefined
  const arm = (ms: number) => {
    clearTimeout(timer)
    if (ms) timer = setTimeout(() => control.abort(late?.(ms)), ms)
  }
  return Object.assign(control, {
    cut,
    arm,
    clear: () => {
      arm(0)
      outer?.removeEventListener('abort', follow)
      control.abort()
    },
  })
}

/** Waits; ends early, without an error, when the signal fires. */
export async function sleep(ms: number, outer: AbortSignal | undefined): Promise<void> {
  const timer = fuse(outer)
  timer.arm(ms || 1)
  await timer.cut.catch(timer.clear)
}
