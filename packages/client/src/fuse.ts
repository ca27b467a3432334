import { fail, type Target } from './prepare.ts'

/** An AbortController that follows another signal and a timer. */
export interface Fuse extends AbortController {
  /** Rejects with the signal's reason; raced against what may not heed the signal. */
  readonly cut: Promise<never>
  /** Sets the timer anew; 0 turns it off. */
  arm(ms: number): void
  /** Stops the timer and lets go of the other signal. */
  free(): void
  /** The same, and ends whatever is still under way. */
  clear(): void
}

/** Makes a {@link Fuse}; the timer ends it with a `TIMEOUT` of that endpoint. */
export function fuse(target: Target, outer: AbortSignal | undefined): Fuse {
  const control = new AbortController()
  const { signal } = control
  const follow = () => control.abort(outer?.reason)
  const cut = new Promise<never>((_, reject) => {
    signal.onabort = () => reject(signal.reason)
  })
  cut.catch(() => {})
  outer?.addEventListener('abort', follow)
  if (outer?.aborted) follow()
  let timer: ReturnType<typeof setTimeout> | undefined
  const arm = (ms: number) => {
    clearTimeout(timer)
    if (ms) timer = setTimeout(() => control.abort(fail(target, 'TIMEOUT', `nothing came for ${ms} ms`)), ms)
  }
  const free = () => {
    arm(0)
    outer?.removeEventListener('abort', follow)
  }
  const clear = () => {
    free()
    control.abort()
  }
  return Object.assign(control, { cut, arm, free, clear })
}

/** Waits until a fuse ends, by its timer or by its signal; no error either way. */
export function burn(fuse: Fuse, ms: number): Promise<void> {
  fuse.arm(ms || 1)
  return fuse.cut.catch(fuse.clear)
}
