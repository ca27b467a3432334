/** When a page that comes back reconnects its streams. */
export interface WakeOptions {
  /** How long a page has to have been hidden, in milliseconds. Default 30 000. */
  readonly hiddenFor?: number | undefined
}

/**
 * Makes streams reconnect at once where a browser is likely to have cut them without a word: the page comes back from
 * the back/forward cache, is thawed after having been frozen, is shown again after a while, or the network is back. They
 * go on from their last event. Outside of a page it does nothing.
 *
 * @example
 * ```ts
 * import { createClient, defineContract, stream } from '@nyxcore/client'
 * import { wake } from '@nyxcore/client/wake'
 * import { z } from 'zod'
 *
 * const client = createClient(defineContract({ news: stream('/news', { events: { item: z.string() } }) }))
 * for await (const event of client.news({ wake: wake() })) console.log(event.data)
 * ```
 */
export function wake({ hiddenFor = 30_000 }: WakeOptions = {}): (reconnect: () => void) => () => void {
  return (reconnect) => {
    if (typeof document === 'undefined' || typeof window === 'undefined') return () => {}
    const stop = new AbortController()
    const { signal } = stop
    let hiddenAt = document.visibilityState === 'hidden' ? Date.now() : undefined
    document.addEventListener(
      'visibilitychange',
      () => {
        const away = hiddenAt === undefined ? 0 : Date.now() - hiddenAt
        hiddenAt = document.visibilityState === 'hidden' ? Date.now() : undefined
        if (hiddenAt === undefined && away >= hiddenFor) reconnect()
      },
      { signal },
    )
    document.addEventListener('resume', reconnect, { signal })
    window.addEventListener('online', reconnect, { signal })
    window.addEventListener('pageshow', ({ persisted }) => persisted && reconnect(), { signal })
    return () => stop.abort()
  }
}
