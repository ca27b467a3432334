import { groupOf } from './group.ts'
import type { DrainOptions, EventSchemas, Producer, SseLimits, SseOptions, SseStats } from './types.ts'
import { respond, type SseRequest } from './web.ts'

/** What {@link createSse} gives. The functions need no `this`. */
export interface SseServer {
  /** As `sse`, within the limits and with the defaults given. */
  readonly sse: <const E extends EventSchemas = EventSchemas>(
    request: SseRequest,
    run: Producer<NoInfer<E>>,
    options?: SseOptions<E>,
  ) => Response
  /**
   * Ends all streams with a last `retry`, answers new ones 503, and resolves when all are written or cut. Calling it
   * again is waiting for the same, so a signal handler may run twice.
   */
  readonly drain: (options?: DrainOptions) => Promise<void>
  readonly stats: () => SseStats
}

/**
 * Limits, shutdown and figures for all streams of the process, also those of plain `sse` and `sseNode`: they belong
 * to the group `default`, which is one for the process even if a bundler loads this module twice.
 *
 * @example
 * ```ts
 * import { createSse } from '@nyxcore/safe-sse'
 *
 * export const { sse, drain, stats } = createSse({ maxConnections: 10_000, maxProcessBytes: 256 * 2 ** 20 })
 * // process.on('SIGTERM', async () => { await drain({ timeout: 5_000 }); process.exit(0) })
 * ```
 */
export function createSse(options: SseLimits & SseOptions = {}): SseServer {
  const group = groupOf(options.name)
  // Who asks for `drain` alone sets no limit, and lifts none.
  Object.assign(group.limits_, options)
  return {
    sse: (request, run, own) =>
      respond(group, request, run as unknown as Producer, { ...options, ...own } as SseOptions),
    drain: (how) => group.drain(how),
    stats: () => group.stats(),
  }
}
