import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbedded } from '../support/embedded.ts'
import { hasVersion, olderVersions, versionFolder } from '../support/versions.ts'
import { type HardenedResult, type HoleResult, runHoles } from './holes/run.ts'

// What differs between versions: CREATEROLE, security_invoker, MERGE, publications' filters, and one hole of each kind.
const telling = [
  'rls-disabled',
  'app-createrole',
  'app-can-become-owner',
  'view-without-security-invoker',
  'insert-check-not-tenant',
  'foreign-key-oracle',
  'leakproof-user-function',
  'publication-without-row-filter',
  'app-owns-or-creates-in-schema',
]
const wanted = (major: string): boolean =>
  process.env.CI === 'true' || process.env.RLS_KIT_ALL_VERSIONS === '1' || hasVersion(major)

for (const major of Object.keys(olderVersions)) {
  const skipped = wanted(major) ? '' : ' (skipped: set RLS_KIT_ALL_VERSIONS=1 to have npm install it)'
  describe.skipIf(skipped !== '')(`audit and prove on PostgreSQL ${major}${skipped}`, () => {
    let server: EmbeddedPostgres
    let hardened: HardenedResult
    let results: HoleResult[]

    beforeAll(async () => {
      server = await startEmbedded({ from: await versionFolder(major), settings: { wal_level: 'logical' } })
      ;({ hardened, results } = await runHoles(server, { only: telling, mend: false }))
    }, 600_000)
    afterAll(() => server?.stop())

    it('report nothing on the hardened schema', () => {
      expect(server.major).toBe(Number(major))
      expect(hardened.findings).toEqual([])
      expect(
        hardened.probes.filter((probe) => probe.outcome === 'leak' || probe.outcome === 'unproven'),
      ).toEqual([])
    })

    it('say what the server lacks', () => {
      const merges = hardened.probes.filter((probe) => probe.action === 'merge').map((probe) => probe.outcome)
      expect(merges.includes('unsupported')).toBe(major === '14')
    })

    it('find and show each hole', () => {
      expect(results).toHaveLength(telling.length)
      for (const result of results) {
        expect(result.found, result.hole.rule).toBe(true)
        expect(result.leaks.length > 0, result.hole.rule).toBe(result.leak !== 'none')
      }
    })
  })
}
