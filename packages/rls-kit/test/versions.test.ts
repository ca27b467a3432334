import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { apply, audit, generate, plan, rollback, status } from '../src/index.ts'
import { ids } from './support/fixture.ts'
import { hasVersion, olderVersions, versionFolder } from './support/versions.ts'
import { makeWorld, type World } from './support/world.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 })

// Each version is a download of its own, so locally only those run that are there, unless all are asked for.
const wanted = (major: string): boolean =>
  process.env.CI === 'true' || process.env.RLS_KIT_ALL_VERSIONS === '1' || hasVersion(major)

for (const major of Object.keys(olderVersions)) {
  const skipped = wanted(major) ? '' : ' (skipped: set RLS_KIT_ALL_VERSIONS=1 to have npm install it)'
  describe.skipIf(skipped !== '')(`PostgreSQL ${major}${skipped}`, () => {
    let world: World

    beforeAll(async () => {
      world = await makeWorld(`v${major}`, {}, await versionFolder(major))
    })
    afterAll(() => world?.stop())

    it('is that version', () => {
      expect(world.server.major).toBe(Number(major))
    })

    it('is applied, stays applied, and is taken back', async () => {
      expect((await plan(world.admin, world.rls)).steps).toEqual([])
      expect((await status(world.admin, world.rls)).state).toBe('clean')
      await rollback(world.admin)
      expect((await plan(world.admin, world.rls)).steps.length).toBeGreaterThan(10)
      await world.admin.query(generate(world.rls))
      await world.admin.query(generate(world.rls))
      expect((await plan(world.admin, world.rls)).steps).toEqual([])
      expect((await apply(world.admin, world.rls)).applied).toBe(false)
    })

    it('isolates tenants and users', async () => {
      const db = world.tenants()
      const bodies = await db.query(ids.tenantA, 'select body from project_notes', [], { user: ids.userA1 })
      expect(bodies.rows).toEqual([{ body: 'note a1' }])
      expect((await db.query(ids.tenantB, 'select body from discussion_messages')).rows).toEqual([
        { body: 'message b' },
      ])
      await expect(
        db.query(ids.tenantA, 'insert into projects values ($1, $2, $3)', [ids.userA1, ids.tenantB, 'x']),
      ).rejects.toMatchObject({ code: '42501' })
      await expect(
        db.withTenant(ids.tenantA, (tx) => tx.query('delete from audit_log'), { isolation: 'serializable' }),
      ).rejects.toMatchObject({ code: '42501' })
    })

    it('passes the audit without an error', async () => {
      const { findings } = await audit(world.admin, world.rls)
      expect(findings.filter((finding) => finding.severity === 'error')).toEqual([])
    })
  })
}
