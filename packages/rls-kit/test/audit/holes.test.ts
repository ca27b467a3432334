import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbedded } from '../support/embedded.ts'
import { holes } from './holes/list.ts'
import { type HardenedResult, type HoleResult, runHoles } from './holes/run.ts'

let server: EmbeddedPostgres
let hardened: HardenedResult
let results: HoleResult[]

beforeAll(async () => {
  server = await startEmbedded({ settings: { wal_level: 'logical' } })
  ;({ hardened, results } = await runHoles(server))
}, 600_000)
afterAll(() => server?.stop())

describe('the hardened schema', () => {
  it('has no finding', () => expect(hardened.findings).toEqual([]))
  it('has no leak, and nothing that could not be tried', () => {
    expect(
      hardened.probes.filter((probe) => probe.outcome === 'leak' || probe.outcome === 'unproven'),
    ).toEqual([])
    expect(hardened.probes.filter((probe) => probe.outcome === 'held').length).toBeGreaterThan(80)
  })
})

describe.each(holes.map((hole) => [hole.number, hole.rule] as const))('%i %s', (number) => {
  const result = (): HoleResult => results.find((row) => row.hole.number === number) as HoleResult
  it('is found by the audit', () => expect(result().found, JSON.stringify(result().findings)).toBe(true))
  it('is shown by prove exactly where it leaks', () => {
    const leaks = result().leaks.map((probe) => `${probe.object} ${probe.action}: ${probe.detail}`)
    if (result().leak === 'none') expect(leaks).toEqual([])
    else expect(leaks).not.toEqual([])
  })
  it('is mended by the fix that the audit proposes', () => expect(result().open).toBeUndefined())
})
