import { eq, sql } from 'drizzle-orm'
import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { Generated } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tenantDrizzle } from '../src/adapters/drizzle.ts'
import { tenantKysely } from '../src/adapters/kysely.ts'
import { ids } from './support/fixture.ts'
import { makeWorld, type World } from './support/world.ts'

let world: World

beforeAll(async () => {
  world = await makeWorld('ad')
})
afterAll(() => world?.stop())

describe('Drizzle', () => {
  const discussions = pgTable('discussions', {
    id: uuid().primaryKey().defaultRandom(),
    tenantId: uuid('tenant_id').notNull(),
    title: text().notNull(),
  })
  const make = () => tenantDrizzle(world.tenants({ max: 2 }), { schema: { discussions } })

  it('reads and writes as the tenant, with every filter forgotten', async () => {
    const db = make()
    const titles = await db.withTenant(ids.tenantA, (tenant) =>
      tenant.select({ title: discussions.title }).from(discussions),
    )
    expect(titles).toEqual([{ title: 'talk a' }])
    const viaQuery = await db.withTenant(ids.tenantB, (tenant) =>
      tenant.query.discussions.findMany({ columns: { title: true } }),
    )
    expect(viaQuery).toEqual([{ title: 'talk b' }])
    const changed = await db.withTenant(ids.tenantA, (tenant) =>
      tenant.update(discussions).set({ title: 'talk a' }).returning(),
    )
    expect(changed).toHaveLength(1)
    await expect(
      db.withTenant(ids.tenantA, (tenant) =>
        tenant.insert(discussions).values({ tenantId: ids.tenantB, title: 'x' }),
      ),
    ).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('nests as savepoints, and rolls back', async () => {
    const db = make()
    await db.withTenant(ids.tenantA, async (tenant) => {
      await tenant.insert(discussions).values({ tenantId: ids.tenantA, title: 'kept' })
      await expect(
        tenant.transaction(async (inner) => {
          await inner.insert(discussions).values({ tenantId: ids.tenantA, title: 'undone' })
          await inner.transaction(async (deeper) => {
            await deeper.insert(discussions).values({ tenantId: ids.tenantA, title: 'undone too' })
          })
          inner.rollback()
        }),
      ).rejects.toThrow(/Rollback/)
    })
    await expect(
      db.withTenant(ids.tenantA, async (tenant) => {
        await tenant.update(discussions).set({ title: 'gone' })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    const rows = await db.withTenant(ids.tenantA, (tenant) =>
      tenant.select({ title: discussions.title }).from(discussions).where(eq(discussions.title, 'kept')),
    )
    expect(rows).toEqual([{ title: 'kept' }])
  })

  it('cannot leave the transaction by raw SQL', async () => {
    const db = make()
    await expect(
      db.withTenant(ids.tenantA, (tenant) => tenant.execute(sql.raw('commit'))),
    ).rejects.toMatchObject({
      cause: { code: 'STATEMENT_REFUSED' },
    })
  })

  it('keeps prepared statements apart by tenant', async () => {
    const db = make()
    for (const [tenantId, title] of [
      [ids.tenantA, 'talk a'],
      [ids.tenantB, 'talk b'],
      [ids.tenantA, 'talk a'],
    ] as const) {
      const rows = await db.withTenant(tenantId, (tenant) =>
        tenant
          .select({ title: discussions.title })
          .from(discussions)
          .where(eq(discussions.title, title))
          .prepare('by_title')
          .execute(),
      )
      expect(rows).toEqual([{ title }])
    }
  })
})

describe('Kysely', () => {
  interface Database {
    discussions: { id: Generated<string>; tenant_id: string; title: string }
  }
  const make = () => tenantKysely<Database>(world.tenants({ max: 2 }))

  it('reads and writes as the tenant, with every filter forgotten', async () => {
    const db = make()
    const titles = await db.withTenant(ids.tenantB, (tenant) =>
      tenant.selectFrom('discussions').select('title').execute(),
    )
    expect(titles).toEqual([{ title: 'talk b' }])
    const result = await db.withTenant(ids.tenantB, (tenant) =>
      tenant.updateTable('discussions').set({ title: 'talk b' }).executeTakeFirst(),
    )
    expect(result.numUpdatedRows).toBe(1n)
    await expect(
      db.withTenant(ids.tenantB, (tenant) =>
        tenant.insertInto('discussions').values({ tenant_id: ids.tenantA, title: 'x' }).execute(),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })

  it('nests by savepoint, refuses transaction()', async () => {
    const db = make()
    await db.withTenant(ids.tenantB, async (tenant, tx) => {
      await expect(
        tx.savepoint(async (savepoint) => {
          await db.on(savepoint).updateTable('discussions').set({ title: 'gone' }).execute()
          throw new Error('undo')
        }),
      ).rejects.toThrow('undo')
      expect(await tenant.selectFrom('discussions').select('title').execute()).toEqual([{ title: 'talk b' }])
      await expect(tenant.transaction().execute(async () => {})).rejects.toMatchObject({
        code: 'STATEMENT_REFUSED',
      })
    })
  })
})
