import pg from 'pg'
import { audit } from '../../../src/audit/audit.ts'
import { toMigration } from '../../../src/audit/migration.ts'
import type { Finding } from '../../../src/audit/types.ts'
import { prove } from '../../../src/prove/prove.ts'
import type { Probe } from '../../../src/prove/types.ts'
import type { EmbeddedPostgres } from '../../support/embedded.ts'
import { definition, harden } from './hardened.ts'
import { holes } from './list.ts'
import type { Hole, Leak } from './types.ts'

/** What audit and prove made of one hole. */
export interface HoleResult {
  readonly hole: Hole
  /** What the documentation of this server's version says. */
  readonly leak: Leak | 'none'
  /** The rule that is there for it found it. */
  readonly found: boolean
  readonly findings: readonly Finding[]
  readonly leaks: readonly Probe[]
  readonly unproven: readonly Probe[]
  /** The fixes that the audit proposed leave neither a finding of that rule nor a leak. */
  readonly mended: boolean
  /** Why not. */
  readonly open: string | undefined
}

/** What both make of the schema without a hole. */
export interface HardenedResult {
  readonly findings: readonly Finding[]
  readonly probes: readonly Probe[]
}

/** A hardened database on a server, and copies of it to spoil. */
export interface HardenedTemplate {
  /** Runs `work` in a copy, which is gone afterwards. */
  inCopy<T>(work: (client: pg.Client, name: string) => Promise<T>): Promise<T>
  /** Makes one hole in a copy and lets audit and prove look for it. */
  tryHole(hole: Hole, mend?: boolean): Promise<HoleResult>
  admin: pg.Client
  close(): Promise<void>
}

/** Makes the hardened schema once. */
export async function openTemplate(server: EmbeddedPostgres): Promise<HardenedTemplate> {
  const template = await server.createDatabase('holes')
  await harden(template)
  const source = decodeURIComponent(new URL(template).pathname.slice(1))
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  const inCopy: HardenedTemplate['inCopy'] = async (work) => {
    const name = `${source}_copy`
    await admin.query(`create database ${name} template ${source}`)
    const client = new pg.Client({ connectionString: server.urlFor(name) })
    client.on('error', () => {})
    await client.connect()
    try {
      return await work(client, name)
    } finally {
      await client.end()
      await admin.query(`drop database ${name} with (force)`)
    }
  }
  return {
    inCopy,
    admin,
    async tryHole(hole, mending = true) {
      try {
        return await inCopy((client, name) => tryHole(client, name, hole, server.major, mending))
      } finally {
        if (hole.undo !== undefined) await admin.query(hole.undo())
      }
    },
    close: () => admin.end(),
  }
}

/** What audit and prove say of one database. */
export async function lookAt(client: pg.Client): Promise<HardenedResult> {
  return {
    findings: (await audit(client, definition)).findings,
    probes: (await prove(client, definition, { disposable: true, allowCommit: true })).probes,
  }
}

/** Makes each hole in a copy of the hardened schema, one at a time, and lets audit and prove look for it. */
export async function runHoles(
  server: EmbeddedPostgres,
  options: {
    /** Called after each hole. */
    each?: (result: HoleResult) => void
    /** Default: all 42. */
    only?: readonly string[]
    /** Whether the proposed fixes are tried. Default true. */
    mend?: boolean
  } = {},
): Promise<{ hardened: HardenedResult; results: HoleResult[] }> {
  const template = await openTemplate(server)
  try {
    const hardened = await template.inCopy((client) => lookAt(client))
    const results: HoleResult[] = []
    for (const hole of holes.filter((candidate) => options.only?.includes(candidate.rule) ?? true)) {
      const result = await template.tryHole(hole, options.mend ?? true)
      results.push(result)
      options.each?.(result)
    }
    return { hardened, results }
  } finally {
    await template.close()
  }
}

async function tryHole(
  client: pg.Client,
  database: string,
  hole: Hole,
  major: number,
  mending: boolean,
): Promise<HoleResult> {
  await client.query(hole.make(database))
  const { findings, probes } = await lookAt(client)
  const open = mending ? await mend(client, hole, findings) : undefined
  return {
    hole,
    leak: major < 16 && hole.before16 !== undefined ? hole.before16.leak : hole.leak,
    found: findings.some((finding) => finding.rule === hole.rule),
    findings,
    leaks: probes.filter((probe) => probe.outcome === 'leak'),
    unproven: probes.filter((probe) => probe.outcome === 'unproven'),
    mended: open === undefined,
    open,
  }
}

/** Runs the migration that `--fix` would write, and looks again. */
async function mend(
  client: pg.Client,
  hole: Hole,
  findings: readonly Finding[],
): Promise<string | undefined> {
  try {
    await client.query(toMigration(findings))
  } catch (error) {
    await client.query('rollback')
    return (error as Error).message
  }
  const still = (await audit(client, definition)).findings.find((finding) => finding.rule === hole.rule)
  if (still !== undefined) return `${still.object}: ${still.evidence}`
  const { probes } = await prove(client, definition, { disposable: true, allowCommit: true })
  const leak = probes.find((probe) => probe.outcome === 'leak')
  return leak === undefined ? undefined : `${leak.object} ${leak.action}: ${leak.detail}`
}
