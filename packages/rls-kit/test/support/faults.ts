import type pg from 'pg'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { ids } from './fixture.ts'
import { type FaultProxy, faultProxy } from './proxy.ts'
import { makeWorld, type World } from './world.ts'

/** A statement that a test can find on its way to the server, and its row afterwards. */
export const insert = "insert into discussions (tenant_id, title) values ($1, 'fault') /* marked */"

/** What the faults of one file share: a world whose roles begin with `flt`, and a proxy before its server. */
export interface Faults {
  readonly world: World
  readonly proxy: FaultProxy
  /** A tenant pool of one connection through the proxy; warmed up, so that the login check is behind it. */
  behindProxy(options?: pg.PoolConfig): Promise<ReturnType<World['tenants']>>
  /** How many rows {@link insert} has left. */
  written(): Promise<number>
}

/** Sets it up for the tests of the file that calls it. */
export function useFaults(): Faults {
  let world: World
  let proxy: FaultProxy
  beforeAll(async () => {
    world = await makeWorld('flt')
    proxy = await faultProxy(world.server.port)
  })
  afterAll(async () => {
    await proxy?.stop()
    await world?.stop()
  })
  afterEach(async () => {
    proxy.fault = undefined
    await world.admin.query("delete from discussions where title = 'fault'")
  })
  return {
    get world() {
      return world
    },
    get proxy() {
      return proxy
    },
    async behindProxy(options = {}) {
      const db = world.tenants({ connectionString: world.through(proxy.port), max: 1, ...options })
      await db.query(ids.tenantA, 'select 1')
      return db
    },
    async written() {
      const { rows } = await world.admin.query(
        "select count(*)::int as n from discussions where title = 'fault'",
      )
      return rows[0].n
    },
  }
}
