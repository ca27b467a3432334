import { describe, expect, it } from 'vitest'
import { backoff, isIdempotent, isRetryable, retryAfter } from './retry.ts'

describe('backoff', () => {
  it('is uniform between floor and the doubling bound, which the cap holds', () => {
    expect([0, 0.5, 1].map((random) => backoff(0, 300, 10_000, random))).toEqual([0, 150, 300])
    expect([0, 1, 2, 3, 9].map((n) => backoff(n, 300, 2_000, 1))).toEqual([300, 600, 1200, 2000, 2000])
    expect([0, 1].map((random) => backoff(2, 500, 30_000, random, 500))).toEqual([500, 2000])
  })

  it('never goes below the floor, nor to infinity', () => {
    expect(backoff(0, 10, 20, 0.9, 500)).toBe(500)
    expect(backoff(5_000, 300, 10_000, 1)).toBe(10_000)
  })
})

describe('retryAfter', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Thu, 01 Jan 2026 00:00:30 UTC', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['-5', 0],
    ['1.5', 0],
    ['soon', 0],
    ['', 0],
    [null, 0],
  ])('reads %j as %j', (value, ms) => expect(retryAfter(value, now)).toBe(ms))
})

describe('what may be sent again', () => {
  it('goes by status and by method', () => {
    const statuses = [200, 400, 401, 404, 408, 425, 429, 500, 501, 502, 503, 507]
    expect(statuses.filter(isRetryable)).toEqual([408, 425, 429, 500, 501, 502, 503, 507])
    expect(['GET', 'HEAD', 'PUT', 'DELETE', 'POST', 'PATCH'].filter(isIdempotent)).toEqual([
      'GET',
      'HEAD',
      'PUT',
      'DELETE',
    ])
  })
})
