import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbedded } from '../support/embedded.ts'
import { type HardenedTemplate, openTemplate } from './holes/run.ts'
import type { Hole } from './holes/types.ts'

/** Opens a server with the hardened schema for the tests of one file. */
export function hardenedServer(): () => HardenedTemplate {
  let server: EmbeddedPostgres
  let template: HardenedTemplate
  beforeAll(async () => {
    server = await startEmbedded({ settings: { wal_level: 'logical' } })
    template = await openTemplate(server)
  }, 60_000)
  afterAll(async () => {
    await template?.close()
    await server?.stop()
  })
  return () => template
}

/** That audit and prove see holes which are made in another place or another spelling, and that the fixes mend them. */
export function seesVariants(title: string, variants: readonly Hole[]): void {
  const template = hardenedServer()
  describe(title, () => {
    it.each(variants.map((hole) => [hole.rule, hole.source, hole] as const))(
      '%s: %s',
      async (_rule, _how, hole) => {
        const { found, findings, leaks, unproven, open } = await template().tryHole(hole)
        expect(found, JSON.stringify(findings)).toBe(true)
        const shown = leaks.map((probe) => `${probe.object} ${probe.action}: ${probe.detail}`)
        if (hole.leak === 'none') expect(shown).toEqual([])
        else expect(shown, JSON.stringify(unproven)).not.toEqual([])
        if (hole.source.includes('NOTIFY')) expect(unproven).toMatchObject([{ action: 'trigger' }]) // not tried, not passed
        // what the audit proposes mends it, where it is more than advice
        const fixes = findings.filter((finding) => finding.rule === hole.rule).map((finding) => finding.fix)
        if (fixes.some((fix) => /^(?!--)./m.test(fix))) expect(open).toBeUndefined()
      },
      60_000,
    )
  })
}
