import type { Timeouts } from './types.ts'

/** How long an attempt and a whole call may take, in milliseconds; a number stands for an attempt. */
export function timeouts(given: number | Timeouts | undefined): { attempt: number; total: number } {
  const { attempt = Number(given) || 30_000, total = 90_000 } = Object(given) as Timeouts
  return { attempt, total }
}
