import { createContext } from '../audit/context.ts'
import { reachable, tenantParent } from '../audit/select.ts'
import { readSnapshot } from '../audit/snapshot/read.ts'
import { RlsKitError, sqlState } from '../errors.ts'
import { withSession } from '../session.ts'
import type { Database, Queryable, RlsDefinition } from '../types.ts'
import { giveIdentity } from './identity.ts'
import { probeDependence } from './probes/depends.ts'
import { callables, probeFunction, probeShadow } from './probes/function.ts'
import { probeForeignKeys, probeKeys } from './probes/keys.ts'
import { probeLeakproof } from './probes/leakproof.ts'
import { probePublications } from './probes/publication.ts'
import { probeRead } from './probes/read.ts'
import { probeNotify, probePrograms, probeRoles, probeTrigger } from './probes/role.ts'
import { probeViewWrites } from './probes/view.ts'
import { probeDdl, probeShared, probeWrite } from './probes/write.ts'
import type { Filled, Stage } from './stage.ts'
import { stirRows } from './stir.ts'
import type { Probe, ProveOptions, ProveResult } from './types.ts'
import {
  fillAll,
  loginSettings,
  makeSide,
  narrowest,
  planFill,
  pointsAtTenants,
  refresh,
  splitSetting,
} from './world.ts'

/**
 * Tries, as the real app role and with two tenants made for the purpose, to reach the one's rows as the other: every
 * command on every table, partition, view and function, the keys that tell what exists, and the roles that it can
 * become. All in one transaction that is rolled back.
 *
 * It takes locks (waiting at most a second for each), moves sequences and calls functions, so it refuses unless
 * `disposable` is true. What could not be tried counts as unproven, never as passed.
 *
 * @throws {@link RlsKitError} `NOT_DISPOSABLE`, `LOCK_TIMEOUT`, `ROLE_MISSING` where the app role does not exist, `PRIVILEGE_MISSING`
 * where the login may not become it.
 * @example
 * ```ts
 * import { defineRls, prove } from '@nyxcore/rls-kit'
 * import pg from 'pg'
 *
 * const rls = defineRls({ tenant: { type: 'uuid' }, roles: { app: 'nyx_app' }, tables: { notes: { tenant: 'tenant_id' } } })
 * const client = new pg.Client(process.env.DATABASE_URL)
 * await client.connect()
 * const { proven, probes } = await prove(client, rls, { disposable: true })
 * if (!proven) console.log(probes.filter((probe) => probe.outcome === 'leak'))
 * ```
 */
export function prove(database: Database, rls: RlsDefinition, options: ProveOptions): Promise<ProveResult> {
  if (options?.disposable !== true) {
    throw new RlsKitError('NOT_DISPOSABLE', 'prove takes locks, moves sequences and calls functions.', {
      advice: 'Run it on a copy: pass disposable: true (--disposable), or let --scratch clone the database.',
    })
  }
  return withSession(database, (session) => proveIn(session, rls, options))
}

async function proveIn(session: Queryable, rls: RlsDefinition, options: ProveOptions): Promise<ProveResult> {
  await session.query('begin')
  let stage: Stage
  const notes: string[] = []
  try {
    await session.query(
      "select set_config('lock_timeout', '1s', true), set_config('statement_timeout', '30s', true)",
    )
    stage = await setStage(session, rls, options)
    notes.push(...stage.context.notes)
    if (stage.context.snapshot.version < 150_000) {
      notes.push('PostgreSQL 14 has no MERGE and no security_invoker views; MERGE was not tried')
    }
    await session.query('set constraints all immediate')
    await fillAll(stage, options.rows ?? 4)
    notes.push(...(await refresh(session, stage.context)))
    await giveIdentity(session, stage.tables.values())
    await stirRows(stage)
    await probeAll(stage)
  } catch (error) {
    if (sqlState(error) !== '55P03') throw error
    throw new RlsKitError('LOCK_TIMEOUT', 'Another session holds a lock that prove had to wait for.', {
      cause: error,
      advice: 'Run it where nobody else works, or with --scratch.',
    })
  } finally {
    await session.query('rollback')
  }
  await probePublications(stage, options.allowCommit === true)
  return {
    database: stage.context.snapshot.database,
    serverVersion: stage.context.snapshot.version,
    app: stage.app,
    sessionAuthorization: stage.authorized,
    tenants: [stage.sides.a.tenant, stage.sides.b.tenant],
    probes: stage.probes,
    proven: !stage.probes.some((probe) => probe.outcome === 'leak' || probe.outcome === 'unproven'),
    notes,
  }
}

async function setStage(session: Queryable, rls: RlsDefinition, options: ProveOptions): Promise<Stage> {
  const context = createContext(await readSnapshot(session), rls)
  const { app } = context
  if (app === undefined) {
    throw new RlsKitError('ROLE_MISSING', `The app role ${rls.roles.app} does not exist.`, {
      advice: 'Run `rls-kit apply` first.',
    })
  }
  const login = context.snapshot.roles.find((role) => role.name === context.snapshot.user)
  const authorized = login?.superuser === true
  const settings = loginSettings(context)
  const inFunctions = context.snapshot.functions.flatMap((fn) => fn.settings.map(splitSetting))
  const fixed = [...inFunctions, ...settings].findLast(
    ([name, value]) => name.toLowerCase() === rls.tenant.setting.toLowerCase() && value !== '',
  )?.[1]
  const idType = narrowest(context, rls.tenant.type)
  const tables = new Map<number, Filled>()
  for (const { relation } of planFill(context)) {
    tables.set(relation.oid, {
      relation,
      a: [],
      b: [],
      spareA: undefined,
      spareB: undefined,
      reason: undefined,
    })
  }
  const stage: Stage = {
    session,
    context,
    app: app.name,
    authorized,
    sides: { a: makeSide(idType), b: makeSide(idType, fixed) },
    tables,
    loginSettings: settings,
    quiet: await quietFunctions(session),
    allowVolatile: new Set(options.allowVolatile ?? []),
    probes: [] as Probe[],
  }
  if (!authorized) {
    await session.query(`set local role "${app.name.replaceAll('"', '""')}"`).catch((error: unknown) => {
      throw new RlsKitError('PRIVILEGE_MISSING', `${context.snapshot.user} may not act as ${app.name}.`, {
        cause: error,
        advice: `Log in as a superuser, or: grant "${app.name}" to "${context.snapshot.user}".`,
      })
    })
    await session.query('reset role')
  }
  return stage
}

/** Names of PostgreSQL's own functions none of whose forms is volatile. */
async function quietFunctions(session: Queryable): Promise<Set<string>> {
  const { rows } = await session.query(
    "select proname as name from pg_catalog.pg_proc where pronamespace = 'pg_catalog'::regnamespace group by proname having every(provolatile <> 'v')",
  )
  return new Set((rows as { name: string }[]).map(({ name }) => name))
}

async function probeAll(stage: Stage): Promise<void> {
  const { context } = stage
  for (const relation of context.snapshot.relations) {
    const filled = stage.tables.get(relation.oid)
    const tenant =
      context.tenantTable(relation.oid) !== undefined || tenantParent(context, relation.oid) !== undefined
    if (!tenant && !reachable(context, relation)) continue
    if (relation.kind === 'S') continue
    await probeRead(stage, relation)
    if (relation.kind === 'v') await probeViewWrites(stage, relation)
    if (filled === undefined) continue
    if (tenant) {
      await probeWrite(stage, filled)
      await probeKeys(stage, filled)
      await probeTrigger(stage, filled)
      probeNotify(stage, filled)
      await probeDdl(stage, filled)
    } else {
      if (context.tenancy.shared.get(relation.oid)?.shared === 'read') await probeShared(stage, filled)
      if (pointsAtTenants(context, relation)) await probeForeignKeys(stage, filled)
    }
  }
  for (const fn of callables(stage)) {
    await probeFunction(stage, fn)
    await probeLeakproof(stage, fn)
    await probeShadow(stage, fn)
  }
  await probeDependence(stage)
  await probeRoles(stage)
  await probePrograms(stage)
}
