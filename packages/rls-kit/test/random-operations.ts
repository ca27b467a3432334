import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { isRlsKitError, type TenantPool } from '../src/index.ts'

/** What random operations saw. */
export interface Tally {
  operations: number
  succeeded: number
  refused: number
  aborted: number
  lost: number
  /** Rows of another tenant that were seen, and writes into another tenant that were not refused: both must be 0. */
  foreign: number
  unexpected: unknown[]
}

/** Rows remember which tenant the program meant to write them for, beside the column that the policies look at. */
export const itemsSchema: readonly string[] = [
  'create table items (id uuid primary key, tenant_id uuid not null, meant_for uuid not null, n int not null default 0)',
]

type Row = { tenant_id: string; meant_for: string }

/**
 * Runs `operations` random operations of `tenants` at once, as many as the pool has connections and some more, while
 * `disturb` kills server processes.
 */
export async function randomOperations(
  db: TenantPool,
  admin: pg.Pool,
  login: string,
  { operations, tenants, random }: { operations: number; tenants: readonly string[]; random: () => number },
): Promise<Tally> {
  const tally: Tally = {
    operations: 0,
    succeeded: 0,
    refused: 0,
    aborted: 0,
    lost: 0,
    foreign: 0,
    unexpected: [],
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const check = (rows: readonly Row[], tenant: string): void => {
    for (const row of rows) if (row.tenant_id !== tenant || row.meant_for !== tenant) tally.foreign++
  }
  const insert =
    'insert into items (id, tenant_id, meant_for) values ($1, $2, $3) returning tenant_id, meant_for'

  const kinds: ((tenant: string, other: string) => Promise<void>)[] = [
    async (tenant) =>
      check((await db.query<Row>(tenant, 'select tenant_id, meant_for from items')).rows, tenant),
    async (tenant) =>
      check((await db.query<Row>(tenant, insert, [randomUUID(), tenant, tenant])).rows, tenant),
    async (tenant) =>
      check(
        (await db.query<Row>(tenant, 'update items set n = n + 1 returning tenant_id, meant_for')).rows,
        tenant,
      ),
    async (tenant) => {
      await db.query(tenant, 'delete from items where id in (select id from items order by n desc offset 20)')
    },
    async (tenant, other) => {
      // a forgotten or wrong id: must be refused
      const done = await db.query(tenant, insert, [randomUUID(), other, tenant]).then(() => true)
      if (done && other !== tenant) tally.foreign++
    },
    async (tenant, other) => {
      await db.withTenant(tenant, async (tx) => {
        await tx.query(insert, [randomUUID(), tenant, tenant])
        await tx.savepoint((sp) => sp.query(insert, [randomUUID(), other, tenant])).catch(() => {})
        check((await tx.query<Row>('select tenant_id, meant_for from items')).rows, tenant)
      })
    },
    async (tenant) => {
      await db.withTenant(tenant, async (tx) => {
        await tx.query(insert, [randomUUID(), tenant, tenant])
        throw new Error('the program changed its mind')
      })
    },
    async (tenant) => {
      await db.query(tenant, 'select 1 / 0')
    },
    async (tenant) => {
      await db.withTenant(
        tenant,
        (tx) => tx.query('select pg_sleep(0.02), tenant_id, meant_for from items limit 1'),
        { timeout: 5 },
      )
    },
    async (tenant) => {
      await db.withTenant(
        tenant,
        async (tx) => check((await tx.query<Row>('select tenant_id, meant_for from items')).rows, tenant),
        {
          isolation: 'repeatable read',
          readOnly: true,
        },
      )
    },
  ]
  const weights = [5, 3, 2, 2, 2, 2, 1, 1, 0.1, 2]
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const kind = (): (typeof kinds)[number] => {
    let left = random() * total
    for (const [at, weight] of weights.entries()) {
      left -= weight
      if (left < 0) return kinds[at] as (typeof kinds)[number]
    }
    return kinds[0] as (typeof kinds)[number]
  }

  let running = true
  const killer = (async () => {
    while (running) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      const cancel = random() < 0.5 ? 'pg_cancel_backend' : 'pg_terminate_backend'
      await admin.query(
        `select ${cancel}(pid) from (select pid from pg_stat_activity where usename = $1 order by random() limit 1) victim`,
        [login],
      )
    }
  })()
  const worker = async (): Promise<void> => {
    while (tally.operations < operations) {
      tally.operations++
      const tenant = pick(tenants)
      try {
        await kind()(tenant, pick(tenants))
        tally.succeeded++
      } catch (error) {
        sort(error, tally)
      }
    }
  }
  await Promise.all(Array.from({ length: 14 }, worker))
  running = false
  await killer
  return tally
}

/** Which of the expected ends an error is. */
function sort(error: unknown, tally: Tally): void {
  const code = (error as { code?: string }).code
  if (code === '42501') tally.refused++
  else if (isRlsKitError(error, 'CONNECTION_LOST', 'OUTCOME_UNKNOWN', 'CONTEXT_FAILED')) tally.lost++
  else if (code === '57014' || code === '22012' || isRlsKitError(error, 'TIMEOUT', 'ROLLED_BACK'))
    tally.aborted++
  else if ((error as Error).message === 'the program changed its mind') tally.aborted++
  else if (code === '40P01' || code === '57P01' || code === '08P01' || code === '25P02') tally.lost++
  else tally.unexpected.push(error)
}

/** A seeded generator (mulberry32), so that a run can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
