/** When and how often a request is sent again. Times are in milliseconds. */
export interface RetryOptions {
  /** Attempts in all, the first one included. Default 3; 1 turns retrying off. */
  readonly attempts?: number | undefined
  /** Upper bound of the first wait; it doubles with each attempt. Default 300. */
  readonly baseDelay?: number | undefined
  /** Upper bound of every wait that the server did not ask for. Default 10 000. */
  readonly maxDelay?: number | undefined
  /** The longest Retry-After that is waited for; a longer one ends the call. Default 60 000. */
  readonly maxRetryAfter?: number | undefined
  /** Retries that a client may have in debt; each costs 1 and each success pays back 0.1. Default 20. */
  readonly budget?: number | undefined
}

/**
 * Reads Retry-After (RFC 9110, 10.2.3): whole seconds or an HTTP date. Milliseconds from `now`; 0 where the header
 * is absent, past or says neither.
 */
export function retryAfter(value: string | null, now: number): number {
  return Math.max(0, /^\d+$/.test(value!) ? +value! * 1000 : Date.parse(value!) - now) || 0
}

/** Whether a status says "not now" rather than "no": 408, 425, 429 and every 5xx. */
export function isRetryable(status: number): boolean {
  return status >= 500 || status === 429 || status === 425 || status === 408
}

/**
 * Full-jitter backoff with a floor: uniform between `floor` and `base * 2^n`, which `cap` bounds.
 *
 * After "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
 */
export function backoff(n: number, base: number, cap: number, random: number, floor = 0): number {
  return Math.max(0, Math.min(cap, base * 2 ** n) - floor) * random + floor
}

/** Whether sending twice is as good as sending once (RFC 9110, 9.2.2). */
export function isIdempotent(method: string): boolean {
  return !/^P[OA]/.test(method)
}
