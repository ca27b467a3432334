import { PrismaPg } from '@prisma/adapter-pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RlsExtension, rlsExtension } from '../src/adapters/prisma.ts'
import { ids } from './support/fixture.ts'
import { type GeneratedClient, prismaClient } from './support/prisma-client.ts'
import { makeWorld, type World } from './support/world.ts'

let world: World
let base: GeneratedClient
let prisma: GeneratedClient & RlsExtension['client']

beforeAll(async () => {
  world = await makeWorld('pr')
  base = await prismaClient({ adapter: new PrismaPg({ connectionString: world.loginUrl, max: 4 }) })
  prisma = base.$extends(rlsExtension(world.rls))
})
afterAll(async () => {
  await base?.$disconnect()
  await world?.stop()
})

it('reads and writes as the tenant, with every filter forgotten', async () => {
  const a = prisma.$forTenant(ids.tenantA)
  expect((await a.discussion.findMany()).map(({ title }) => title)).toEqual(['talk a'])
  expect((await prisma.$forTenant(ids.tenantB).discussion.findMany()).map(({ title }) => title)).toEqual([
    'talk b',
  ])
  expect(await a.discussion.updateMany({ data: { title: 'talk a' } })).toEqual({ count: 1 })
  await expect(a.discussion.create({ data: { tenantId: ids.tenantB, title: 'x' } })).rejects.toThrow(
    /row-level security/,
  )
  expect(await a.$queryRaw<object[]>`select title from discussions`).toEqual([{ title: 'talk a' }])
})

it('shows nothing without a tenant', async () => {
  await expect(prisma.discussion.findMany()).resolves.toEqual([])
})

it('never answers one tenant with what another asked for in the same tick', async () => {
  // Prisma merges findUnique calls of one tick into one query; these must not meet
  const wanted = Array.from({ length: 200 }, (_, n) => (n % 2 === 0 ? ids.tenantA : ids.tenantB))
  const found = await Promise.all(
    wanted.map((tenant) => prisma.$forTenant(tenant).discussion.findUnique({ where: { id: ids.projectA1 } })),
  )
  found.forEach((row, at) => {
    expect(row?.tenantId).toBe(wanted[at] === ids.tenantA ? ids.tenantA : undefined)
  })
})

it('runs several operations in one transaction, and rolls back', async () => {
  const boom = new Error('boom')
  await expect(
    prisma.$withTenant(ids.tenantA, async (tx) => {
      await tx.discussion.create({ data: { tenantId: ids.tenantA, title: 'gone' } })
      expect(await tx.discussion.count()).toBe(2)
      throw boom
    }),
  ).rejects.toBe(boom)
  expect(await prisma.$forTenant(ids.tenantA).discussion.count()).toBe(1)
  const titles = await prisma.$withTenant(ids.tenantB, (tx) => tx.discussion.findMany(), {
    isolationLevel: 'Serializable',
  })
  expect(titles.map(({ title }) => title)).toEqual(['talk b'])
})

it('cannot leave the transaction by raw SQL', async () => {
  const a = prisma.$forTenant(ids.tenantA)
  for (const sql of ['commit', 'reset role', 'select 1; commit; select * from discussions', "set role 'x'"]) {
    await expect(a.$queryRawUnsafe(sql)).rejects.toMatchObject({ code: 'STATEMENT_REFUSED' })
    await expect(prisma.$withTenant(ids.tenantA, (tx) => tx.$executeRawUnsafe(sql))).rejects.toMatchObject({
      code: 'STATEMENT_REFUSED',
    })
  }
  expect(() => a.$transaction([])).toThrow(/\$transaction/)
})

it('refuses ids and logins as the pool does', async () => {
  expect(() => prisma.$forTenant('')).toThrow(/empty/)
  await expect(prisma.$withTenant('nope', async () => {})).rejects.toMatchObject({ code: 'TENANT_INVALID' })
  const admin = await prismaClient({ adapter: new PrismaPg({ connectionString: world.adminUrl, max: 1 }) })
  const unsafe = admin.$extends(rlsExtension(world.rls))
  await expect(unsafe.$forTenant(ids.tenantA).discussion.findMany()).rejects.toMatchObject({
    code: 'UNSAFE_LOGIN',
  })
  await admin.$disconnect()
})
