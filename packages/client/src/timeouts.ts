import type { CallOptions, Timeouts } from './types.ts'

/** How long an attempt and a whole call may take, in milliseconds; a number stands for an attempt. */
export function timeouts(call: CallOptions, client: CallOptions): { attempt: number; total: number } {
  const given = call.timeout ?? client.timeout
  const { total = 90_000, attempt = +given! || 30_000 } = (given ?? {}) as Timeouts
  return { total, attempt }
}
